"""The digest: two hundred characters, masked, to paste into a chat."""

from pipeline.reporting.briefing import Briefing
from pipeline.reporting.typesetting import typeset
from pipeline.reporting.voice import Voice

LONGEST = 200


def digest(briefing: Briefing, number: int, voice: Voice) -> str:
    """The overview, what is late or to be decided, then key matters, as far as there is room."""
    head = voice.text("digest.head", site=briefing.head.site, date=briefing.head.day, number=number)
    parts = [*briefing.apart]
    if briefing.asks.items:
        parts.append(
            voice.text(
                "digest.asks",
                n=len(briefing.asks.items),
                what=briefing.asks.items[0].what + "，" + briefing.asks.items[0].action,
            )
        )
    parts += [voice.text("digest.key", grade=d.grade, what=d.title) for d in briefing.described]
    text = f"{head}：" + briefing.overview[0]
    for part in parts:
        if len(text) + len(part) + 1 <= LONGEST - len(voice.text("internal")):
            text += part if part.endswith("。") else part + "。"
    return typeset(text[: LONGEST - len(voice.text("internal"))] + voice.text("internal"))
