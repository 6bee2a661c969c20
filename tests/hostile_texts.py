"""Hostile texts: what a cell may hold that is markup, program, address or trap to somebody further down."""

from collections.abc import Mapping

LISTENING = "http://127.0.0.1:{port}"
"""Where a test listens; nobody may ask there."""
PIECE = "食堂的菜偏凉"
"""What the long text is made of."""

TEXTS: Mapping[str, str] = {
    "html": f'<script src="{LISTENING}/a.js"></script><h1>大字</h1><b>粗体</b>&amp;&lt;',
    "table": "</p></td></tr></table></div></section><table><tr><td>跑出表格",
    "image": f'<img src="{LISTENING}/b.png" onerror="alert(1)"><iframe src="{LISTENING}/c"></iframe>',
    "css": f'</style><style>@import url("{LISTENING}/d.css"); @page {{ size: A3 }} * {{ display: none }}</style>',
    "url": f"background:url({LISTENING}/e.png);}} body {{ color: white }} /* ",
    "jinja": "{{7*7}} {% for i in range(9) %}啊{% endfor %} {# 注 #} {{ view.__class__.__mro__ }}",
    "format": "{number} {0} {unit.__class__} %s %(day)s ${day} $day",
    "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{LISTENING}/f.svg"/><text>图</text></svg>',
    "file": '<a href="file:///etc/passwd">file:///etc/passwd</a><link rel=attachment href="file:///etc/hostname">',
    "address": f"{LISTENING}/g {'w' * 90}.example.com/?q=%3Cb%3E",
    "data": '<object data="data:text/html;base64,PHNjcmlwdD4="></object> data:image/png;base64,iVBORw0KGgo=',
    "bidi": "\u202e倒过来\u202c \u2066隔开\u2069 \u061c\u200f右\u200e左\u2067\u202a",
    "control": "响铃\x07退格\x08转义\x1b[31m红 换页\x0c \x85\x9b\x7f 零宽\u200b\u2060\ufeff\u00ad 行\u2028段\u2029",
    "null": "前\x00后 _x0000_ _xD800_ _x001B_ \ufffe\uffff",
    "surrogate": "孤\ud83d单\udc4d",
    "marks": "z" + "\u0301\u0316\u035b\u0489" * 60 + "堆起来",
    "emoji": "👍👨‍👩‍👧‍👦🏳️‍🌈🇨🇳 笑",
    "formula": "=cmd|' /C calc'!A0",
    "link": f'=HYPERLINK("{LISTENING}/h","点这里")',
    "latex": r"\input{/etc/passwd} \write18{id} $\frac{1}{0}$ %",
    "markdown": f"# 标题 [链接]({LISTENING}/i) ![图]({LISTENING}/j) `码` | 表 | --- |",
    "long": PIECE * 16_667,
}
"""By name; `{port}` is filled in where a test listens."""


def texts(port: int, longest: int = 0) -> dict[str, str]:
    """Every text, with the port of who listens, cut to a length if one is given."""
    said = {name: text.replace("{port}", str(port)) for name, text in TEXTS.items()}
    return {name: text[:longest] if longest else text for name, text in said.items()}
