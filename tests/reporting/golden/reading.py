"""What a leader reads of an issue, as lines of text: the page without its layout, then the digest.

`python -m tests.reporting.golden.reading` writes the golden texts anew; read the difference before you commit it.
"""

import re
from html import unescape
from pathlib import Path

from pipeline.model import Edition
from pipeline.reporting import briefing, digest, html
from pipeline.reporting.sources import SHORT
from pipeline.reporting.voice import Voice
from tests.nights import law
from tests.reporting.golden.situations import SITUATIONS

FOLDER = Path(__file__).parent
_HEAD, _BLOCK, _TAG = (
    re.compile(r"<head>.*?</head>|<img[^>]*>", re.DOTALL),
    re.compile(r"</(?:p|h1|h2|div|header|section)>"),
    re.compile(r"<[^>]+>"),
)


def golden(name: str) -> Path:
    """Where the text of a situation stands."""
    return FOLDER / f"{name}.txt"


def read(edition: Edition) -> str:
    """The leaders' copy line by line, and the digest."""
    plan = law().plan
    view = briefing.build(edition, plan)
    page, _ = html.render("briefing", view, plan, edition.now)
    blocks = _BLOCK.sub("\n", " ".join(_HEAD.sub("", page).split()))
    lines = (" ".join(unescape(_TAG.sub("", line)).split()) for line in blocks.splitlines())
    told = [line for line in lines if line]
    text = "\n".join([*told, "", digest.digest(view, edition.number, Voice(plan)), ""])
    return text.replace(plan.digest[:SHORT], "…")  # it changes with every change of the plan


def main() -> None:
    """Write every text."""
    for name, situation in SITUATIONS.items():
        golden(name).write_text(read(situation()), encoding="utf-8")


if __name__ == "__main__":
    main()
