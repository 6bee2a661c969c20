"""The digest: two hundred characters, masked, to paste into a chat."""

from collections.abc import Iterator

from pipeline.reporting.briefing import Briefing
from pipeline.reporting.sections import Body
from pipeline.reporting.voice import Voice

LONGEST = 200


def digest(briefing: Briefing, number: int, voice: Voice) -> str:
    """The overview, then what goes another way, a request, what to decide and key matters as far as there is room."""
    head = voice.text("digest.head", site=briefing.head.site, date=briefing.head.day, number=number)
    text = f"{head}：" + briefing.overview
    longest = LONGEST - len(voice.text("internal"))
    for part in (*briefing.apart, *_parts(briefing.body, voice)):
        if len(text) + len(part) + 1 <= longest:
            text += part if part.endswith("。") else part + "。"
    return text[:longest] + voice.text("internal")


def _parts(body: Body, voice: Voice) -> Iterator[str]:
    for question in body.questions.items[:1]:
        yield voice.text("digest.question", what=question.what, answer=question.answer)
    for ask in body.asks.items[:1]:
        what = "，".join((_about(ask.number, body) or ask.what, ask.action))
        yield voice.text("digest.asks", n=body.asks.total, what=what)
    for one in body.described.items:
        if one.number not in (q.number for q in body.questions.items[:1]):
            yield voice.text("digest.key", grade=one.grade, what=one.title)


def _about(number: str, body: Body) -> str:
    """What the incident is about in the words of the section that tells of it, or ""."""
    words = {one.number: one.what for one in (*body.questions.items, *body.suggestions.items)}
    return words.get(number) or next((one.title for one in body.described.items if one.number == number), "")
