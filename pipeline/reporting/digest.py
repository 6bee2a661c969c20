"""The digest: two hundred characters, masked, to paste into a chat."""

from collections.abc import Iterator

from pipeline.reporting.briefing import Briefing
from pipeline.reporting.sections import Body
from pipeline.reporting.voice import Voice

LONGEST, QUESTION = 200, 26
"""Characters of the whole, and of a request."""


def digest(briefing: Briefing, number: int, voice: Voice) -> str:
    """The overview, then what goes another way, a request, how much to decide, and key matters as room allows."""
    head = voice.text("digest.head", site=briefing.head.site, date=briefing.head.day, number=number)
    text = f"{head}：" + briefing.overview
    longest = LONGEST - len(voice.text("internal"))
    for part in (*briefing.apart, *_parts(briefing.body, voice)):
        if len(text) + len(part) + 1 <= longest:
            text += part if part.endswith("。") else part + "。"
    return text[:longest] + voice.text("internal")


def _parts(body: Body, voice: Voice) -> Iterator[str]:
    asked = body.questions.items[:1]
    for question in asked:
        yield voice.text("digest.question", what=voice.say(question.what, QUESTION), answer=question.answer)
    if body.asks.total:
        yield voice.text("digest.asks", n=body.asks.total)
    for one in body.described.items:
        if one.number not in (question.number for question in asked):
            yield voice.text("digest.key", grade=one.grade, what=one.title)
