"""The digest: two hundred characters, masked, to paste into a chat."""

from collections.abc import Iterator

from pipeline.reporting.briefing import Briefing
from pipeline.reporting.linking import plain
from pipeline.reporting.sections import Body
from pipeline.reporting.voice import Voice

LONGEST, QUESTION, SHORT = 200, 26, 14
"""Characters of the whole, of a request, and of one for which there is little room."""


def digest(briefing: Briefing, number: int, voice: Voice) -> str:
    """The overview, then what goes another way, a request, how much to decide, and key matters as room allows."""
    head = voice.text("digest.head", site=briefing.head.site, date=briefing.head.day, number=number)
    text = f"{head}：" + plain(briefing.overview)
    longest = LONGEST - len(voice.text("internal"))
    for part in (*((one,) for one in briefing.apart), *_parts(briefing.body, voice)):
        fitting = [one.rstrip("。") + "。" for one in part if len(text) + len(one.rstrip("。")) < longest]
        text += fitting[0] if fitting else ""
    return text[:longest] + voice.text("internal")


def _parts(body: Body, voice: Voice) -> Iterator[tuple[str, ...]]:
    """What is told in one of these ways, the longest that fits: requests before suspicions (R4)."""
    asked = body.questions.items[:1]
    for question in asked:
        words = (voice.say(question.what, longest) for longest in (QUESTION, SHORT))
        yield tuple(voice.text("digest.question", what=what, answer=question.answer) for what in words)
    if body.asks.total:
        yield (voice.text("digest.asks", n=body.asks.total),)
    for one in body.described.items:
        if one.number not in (question.number for question in asked):
            yield (voice.text("digest.key", grade=one.grade, what=one.title),)
