"""Lines of Chinese as a printer sets them: a flush right edge, and every line as high as the style says.

WeasyPrint 70 widens only spaces, of which Chinese has none; here the characters move apart. It also makes a line
higher that mixes fonts, as one with figures does; here the first font of a style alone decides where its text stands.
Two functions of `weasyprint.layout.inline` are replaced; a test says when a new version has others.
"""

import re
from collections.abc import Iterator
from typing import Any

WIDEST = 0.5
"""Of a character's width that is put between two at the most; a line short of more than that stays as it is."""
REPLACED = ("justify_line", "split_text_box")
_WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2160-\u217f\u2460-\u24ff\u2e80-\ua4cf\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]+"
)


def install() -> None:
    """Replace both; once is enough, and fonts must be configured before, as WeasyPrint is loaded."""
    from weasyprint.layout import inline

    if inline.justify_line.__module__ != __name__:
        inline.justify_line = _justified(inline.justify_line)
        inline.split_text_box = _level(inline.split_text_box)


def _level(split_text_box: Any) -> Any:  # noqa: ANN401 (WeasyPrint ships no types)
    from weasyprint.text.line_break import strut

    def level(context: Any, box: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 (as above)
        """Split a text at the end of its line, and let it stand on the base line of its style's first font."""
        first, resume, broken = split_text_box(context, box, *rest, **more)
        if first is not None:
            _, first.baseline = strut(first.style)
        return first, resume, broken

    return level


def _justified(spaces_alone: Any) -> Any:  # noqa: ANN401 (as above)
    from weasyprint.formatting_structure import boxes

    spaced = _spaced()

    def justify_line(context: Any, line: Any, extra_width: float) -> None:  # noqa: ANN401 (as above)
        """Move the Chinese characters of a line apart; a line without any gets wider spaces."""
        gaps = sum(_gaps(box.pango_layout.text) for box in line.descendants() if isinstance(box, boxes.TextBox))
        if gaps <= 0:
            spaces_alone(context, line, extra_width)
        elif extra_width / gaps <= WIDEST * line.style["font_size"]:
            spread(line, extra_width / gaps, 0.0)

    def spread(box: Any, apart: float, moved: float) -> float:  # noqa: ANN401 (as above)
        """Move a box by what those before it grew, let it grow too, and say by how much."""
        grown = 0.0
        if isinstance(box, boxes.TextBox):
            box.position_x += moved
            grown = apart * _gaps(box.pango_layout.text)
            box.pango_layout = spaced(box.pango_layout, apart)
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            box.position_x += moved
            for child in box.children:
                if child.is_in_normal_flow():
                    grown += spread(child, apart, moved + grown)
        else:
            box.translate(moved, 0)
            return grown
        box.width += grown
        return grown

    return justify_line


def _spaced() -> Any:  # noqa: ANN401 (as above)
    from weasyprint.text.ffi import TO_UNITS, ffi, pango
    from weasyprint.text.line_break import Layout

    class Spaced(Layout):  # type: ignore[misc] # as above
        """A text whose Chinese characters stand apart when it is drawn."""

        def __init__(self, layout: Any, apart: float) -> None:  # noqa: ANN401 (as above)
            self.__dict__ |= layout.__dict__
            self.apart = apart

        def set_text(self, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 (WeasyPrint's own)
            super().set_text(text, justify)
            attributes = pango.pango_layout_get_attributes(self.layout)
            if attributes == ffi.NULL:
                attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            for start, end in _ranges(self.text):
                attribute = pango.pango_attr_letter_spacing_new(int(self.apart * TO_UNITS))
                attribute.start_index, attribute.end_index = start, end
                pango.pango_attr_list_change(attributes, attribute)
            pango.pango_layout_set_attributes(self.layout, attributes)

    return Spaced


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Where runs of Chinese characters begin and end, in bytes of UTF-8."""
    for run in _WIDE.finditer(text):
        start = len(text[: run.start()].encode())
        yield start, start + len(run[0].encode())


def _gaps(text: str) -> float:
    """How many gaps Pango widens: one a character, half of it on either side, and none at the ends of the text."""
    runs = [run.span() for run in _WIDE.finditer(text)]
    ends = sum(start == 0 for start, _ in runs) + sum(end == len(text) for _, end in runs)
    return sum(end - start for start, end in runs) - ends / 2
