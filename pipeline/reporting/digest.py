"""The digest: two hundred characters, masked, to paste into a chat."""

from pipeline.reporting.briefing import Briefing
from pipeline.reporting.voice import Voice

LONGEST = 200


def digest(briefing: Briefing, number: int, voice: Voice) -> str:
    """The overview, what is late or to be decided, then key matters, as far as there is room."""
    head = voice.text("digest.head", site=briefing.head.site, date=briefing.head.day, number=number)
    parts = [*briefing.apart]
    if briefing.body.asks.items:
        parts.append(
            voice.text(
                "digest.asks",
                n=briefing.body.asks.total,
                what=briefing.body.asks.items[0].what + "，" + briefing.body.asks.items[0].action,
            )
        )
    parts += [voice.text("digest.key", grade=d.grade, what=d.title) for d in briefing.body.described.items]
    text = f"{head}：" + briefing.overview
    for part in parts:
        if len(text) + len(part) + 1 <= LONGEST - len(voice.text("internal")):
            text += part if part.endswith("。") else part + "。"
    return text[: LONGEST - len(voice.text("internal"))] + voice.text("internal")
