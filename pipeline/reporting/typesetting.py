"""Chinese typesetting: half-width punctuation typed between Chinese characters becomes full-width."""

import re

_CJK = r"{}\u3400-\u9fff\u3001-\u303f\uff00-\uffef\u2160-\u216b”"
_MARKS = str.maketrans(",:;?!", "，：；？！")
_MARK = re.compile(rf"(?<=[{_CJK}0-9A-Za-z])([,:;?!])\s?(?=[{_CJK}])|(?<=[{_CJK}])([,:;?!])(?:\s|(?=\d)|$)")
_BRACKETS = re.compile(rf"\(([^()]*[{_CJK}][^()]*)\)")
_GAP = re.compile(rf"(?<=[{_CJK}]) (?=\d)|(?<=\d) (?=[{_CJK}])")
_HALF = re.compile(r"(?<=\d),(?=\d+(?:分钟|小时|日|个))")
_PADDED = re.compile(r"(?<!\d)0(?=\d:\d\d)")


def typeset(text: str) -> str:
    """Our own words as a printer would set them; 1,000 and 9:40 stay, and `{…}` counts as Chinese."""
    return _MARK.sub(lambda m: m[0].strip().translate(_MARKS), _BRACKETS.sub(r"（\1）", text))


def closed(text: str) -> str:
    """A deadline's sentence as a page prints it: 3月16日7:50，2小时内, without blanks, half-width signs and padding."""
    return _PADDED.sub("", _GAP.sub("", _HALF.sub("，", text)))
