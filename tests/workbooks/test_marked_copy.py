import re
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from pipeline.findings import finding
from pipeline.model import Fate, RawSheet, RawWorkbook, TakenIn
from pipeline.plan.model import Plan
from pipeline.workbooks.marked_copy import write_marked_copy
from pipeline.workbooks.own_copy import own_bytes
from pipeline.workbooks.report_template import write_report_template
from pipeline.workbooks.style import ERROR_FILL, HINT_FILL
from tests.workbook_maker import Row, fill
from tests.workbooks import files
from tests.workbooks.taking import arrival, epidemic, take

GOOD: Row = {"内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"}
BAD: tuple[Row, ...] = (
    {**GOOD, "内容摘要": "直播课上午又卡了,家长问怎么办", "来源渠道": "班级家长裙"},
    {**GOOD, "内容摘要": "有人问校服什么时候发下来", "发现时间": "昨天"},
    {**GOOD, "内容摘要": "家长建议延长答疑时间", "已答复情况": "已在群里答复"},
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return epidemic()


@pytest.fixture(scope="module")
def sent(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    write_report_template(folder / "form.xlsx", plan)
    return fill(folder / "form.xlsx", folder / "上报.xlsx", rows=(GOOD, *BAD))


@pytest.fixture(scope="module")
def marked(sent: Path, plan: Plan) -> Path:
    return _mark(sent, plan)


def _mark(path: Path, plan: Plan, name: str = "") -> Path:
    taken, raw = take(path, plan, name)
    target = path.with_name(f"marked-{path.stem}.xlsx")
    write_marked_copy(path, target, taken, plan, raw)
    return target


def test_each_wrong_cell_is_coloured_and_says_what_and_how(marked: Path) -> None:
    sheet = load_workbook(marked)["上报"]
    coloured = {c.coordinate for row in sheet.iter_rows(max_col=20) for c in row if c.fill.fgColor.rgb == ERROR_FILL}
    assert coloured == {"C7", "D8", "J9"}
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == coloured
    assert sheet["C7"].comment is not None
    assert "请从下拉列表选一项" in sheet["C7"].comment.text


def test_a_column_at_the_right_end_says_in_words_what_to_change(marked: Path) -> None:
    sheet = load_workbook(marked)["上报"]
    said = {r: sheet.cell(r, 21).value for r in range(5, 10)}
    assert (said[5], said[6]) == ("需修改", None)
    assert str(said[8]).startswith("【错误】发现时间:“昨天”")
    assert sheet.print_area in (None, "")


def test_the_receipt_stands_first_with_the_line_for_the_chat(marked: Path) -> None:
    book = load_workbook(marked)
    said = [[c.value for c in row if c.value] for row in book.worksheets[0].iter_rows()]
    assert (book.sheetnames[0], book.active.title if book.active else "") == ("回执", "回执")
    line = "初二1班 3月25日上报表:已收1条,3条待补正(第7行来源渠道、第8行发现时间、第9行已答复情况),请改后重交"
    assert ["发到群里的一句话", line] in said
    assert ["收到时间", "3月25日 18:05"] in said
    assert [r[:3] for r in said if r[0] == "错误"] == [
        ["错误", "上报!C7", "班级家长裙"], ["错误", "上报!D8", "昨天"], ["错误", "上报!J9", "已在群里答复"],
    ]  # fmt: skip
    links = [c.hyperlink for row in book["回执"].iter_rows() for c in row if c.hyperlink]
    assert [(link.location, link.target) for link in links] == [(f"'上报'!{a}", None) for a in ("C7", "D8", "J9")]
    selected = [s.title for s in book.worksheets if s.sheet_view.tabSelected]
    assert selected in ([], ["回执"]), "sheets selected together are edited together"


def test_the_copy_can_be_edited_and_keeps_what_helps(marked: Path) -> None:
    book = load_workbook(marked)
    assert not any(s.protection.sheet for s in book.worksheets)
    assert book.security is None or not book.security.lockStructure
    assert len(book["上报"].data_validations.dataValidation) > 10
    assert book["_meta"].sheet_state == "hidden"


def test_a_corrected_copy_is_taken_and_a_second_return_has_no_old_marks(
    marked: Path, plan: Plan, tmp_path: Path
) -> None:
    book = load_workbook(marked)
    book["上报"]["C7"], book["上报"]["D8"] = "班级家长群", "10:20"
    book.save(tmp_path / "上报.xlsx")
    taken, _ = take(tmp_path / "上报.xlsx", plan)
    assert (taken.accepted, len(taken.held)) == (3, 1)
    sheet = load_workbook(_mark(tmp_path / "上报.xlsx", plan))["上报"]
    assert sheet["C7"].comment is None
    assert sheet["C7"].fill.fgColor.rgb not in (ERROR_FILL, HINT_FILL)
    assert [sheet.cell(r, 21).value is not None for r in (5, 7, 8, 9)] == [True, False, False, True]
    assert sheet.cell(5, 22).value is None, "the column is used again"


def test_the_same_file_gives_the_same_bytes(sent: Path, plan: Plan) -> None:
    first = _mark(sent, plan).read_bytes()
    assert _mark(sent, plan).read_bytes() == first


def _own_table(rows: Sequence[Sequence[object]] = ()) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["单位", "初二1班", "上报日期", "2021-03-25"], ["内容摘要", "来源渠道", "发现时间"], *rows):
        sheet.append(list(row))
    return book


def test_pictures_foreign_formulas_and_macros_do_not_go_back(plan: Plan, tmp_path: Path) -> None:
    book = _own_table([["有人问校服什么时候发下来", "不知道", "9:40"]])
    sheet = book.worksheets[0]
    png = BytesIO()
    Picture.new("RGB", (4, 4)).save(png, "PNG")
    sheet.add_image(Image(png), "E5")
    sheet["F3"], sheet["G3"], sheet["H3"] = "=[1]别处!A1", "=cmd|'/c calc'!A0", "=LEN(A3)"
    book.defined_names["别处"] = DefinedName("别处", attr_text="[1]别处!$A$1")
    book.save(tmp_path / "上报.xlsx")
    marked = _mark(tmp_path / "上报.xlsx", plan)
    with ZipFile(marked) as archive:
        assert not [n for n in archive.namelist() if "media" in n or "vba" in n or "externalLink" in n]
    again = load_workbook(marked)
    assert [again["Sheet"][a].data_type for a in ("F3", "G3", "H3")] == ["s", "s", "f"]
    assert "别处" not in again.defined_names


SHEET, DRAWING = "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml"
MAIN = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_EXT = f'<extLst><ext xmlns:x14="{MAIN}"><x14:{{0}}><x14:{{1}}/></x14:{{0}}></ext></extLst></worksheet>'


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (SHEET, _EXT.format("conditionalFormattings", "conditionalFormatting")),
        (SHEET, _EXT.format("sparklineGroups", "sparklineGroup")),
        (SHEET, _EXT.format("dataValidations", "dataValidation")),
        (DRAWING, "<xdr:wsDr><xdr:sp><xdr:txBody/></xdr:sp></xdr:wsDr>"),
        ("xl/drawings/vmlDrawing1.vml", '<xml><x:ClientData ObjectType="Checkbox"/></xml>'),
        ("xl/ctrlProps/ctrlProp1.xml", '<formControlPr objectType="CheckBox"/>'),
        ("xl/featurePropertyBag/featurePropertyBag.xml", "<FeaturePropertyBags/>"),
        ("xl/threadedComments/threadedComment1.xml", "<ThreadedComments/>"),
        ("xl/charts/chart1.xml", "<c:chartSpace/>"),
    ],
)
def test_where_marking_would_take_something_of_hers_the_receipt_goes_alone(
    plan: Plan, tmp_path: Path, part: str, text: str
) -> None:
    _own_table([["有人问校服什么时候发下来", "不知道", "9:40"], list(GOOD.values())]).save(tmp_path / "上报.xlsx")
    _put_part(tmp_path / "上报.xlsx", part, text)
    book = load_workbook(_mark(tmp_path / "上报.xlsx", plan))
    assert book.sheetnames == ["回执"]
    cells = [cell for row in book["回执"].iter_rows() for cell in row]
    said = [cell.value for cell in cells]
    assert "Sheet!B3" in said
    assert "不知道" in said
    assert [v for v in said if str(v).startswith("您的表里有图形")]
    assert not any(cell.hyperlink for cell in cells), "there is nothing here that they could lead to"


def _put_part(path: Path, part: str, text: str) -> None:
    """Add a part, or end the sheet with it."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(b"</worksheet>", text.encode()) if part == SHEET else text.encode()
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _without_a_look(path: Path) -> Path:
    """Parts that nobody looks into, as large as a file full of formats."""
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/other.xml", bytes(6_000_001))
    return path


def _with_a_damaged_part(path: Path) -> Path:
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/other.xml", b"x" * 100)
    path.write_bytes(path.read_bytes().replace(b"x" * 100, b"y" * 100))
    return path


@pytest.mark.parametrize("unseen", [_without_a_look, _with_a_damaged_part])
def test_where_nobody_could_look_for_things_of_hers_the_receipt_goes_alone(
    plan: Plan, tmp_path: Path, unseen: Callable[[Path], Path]
) -> None:
    _own_table([["有人问校服什么时候发下来", "不知道", "9:40"], list(GOOD.values())]).save(tmp_path / "上报.xlsx")
    book = load_workbook(_mark(unseen(tmp_path / "上报.xlsx"), plan))
    assert book.sheetnames == ["回执"]
    said = [str(cell.value) for row in book["回执"].iter_rows() for cell in row]
    assert [v for v in said if v.startswith("您的表太大,或者有一部分打不开")]
    assert "Sheet!B3" in said


def test_what_is_written_anew_says_that_only_the_values_are_in_it(plan: Plan, tmp_path: Path) -> None:
    rows = [["单位", "初二1班", "上报日期", "2021-03-25"], ["内容摘要", "来源渠道", "发现时间"],
            ["有人问校服什么时候发下来", "不知道", "9:40"], list(map(str, GOOD.values()))]  # fmt: skip
    for path in (files.xls(tmp_path / "上报.xls", rows), files.ods(tmp_path / "上报.ods", rows)):
        said = [str(c.value) for row in load_workbook(_mark(path, plan))["回执"].iter_rows() for c in row]
        assert [v for v in said if v.startswith("这一份只写回了各格的内容")]


def test_comments_pictures_and_classic_formats_do_not_keep_the_workbook_back(plan: Plan, tmp_path: Path) -> None:
    book = _own_table([["有人问校服什么时候发下来", "不知道", "9:40"]])
    book.worksheets[0]["A3"].comment = Comment("我的批注", "她")
    book.worksheets[0].conditional_formatting.add("B3:B9", Rule("expression", formula=["B3=1"]))
    book.save(tmp_path / "上报.xlsx")
    sheet = load_workbook(_mark(tmp_path / "上报.xlsx", plan))["Sheet"]
    assert sheet["A3"].comment is not None
    assert sheet["A3"].comment.text == "我的批注"
    assert len(list(sheet.conditional_formatting)) == 1
    assert sheet["B3"].fill.fgColor.rgb == ERROR_FILL


def test_elements_under_a_prefix_of_ones_own_are_no_extensions(plan: Plan, tmp_path: Path) -> None:
    """Some libraries write `<x:worksheet>`; what they mean by `<x:dataValidation>` is the ordinary one."""
    path = tmp_path / "上报.xlsx"
    book = _own_table([["有人问校服什么时候发下来", "不知道", "9:40"]])
    check = DataValidation("list", formula1='"甲,乙"')
    check.add("B3:B9")
    book.worksheets[0].add_data_validation(check)
    book.worksheets[0].conditional_formatting.add("B3:B9", Rule("expression", formula=["B3=1"]))
    book.save(path)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    prefixed = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", parts[SHEET]).replace(b" xmlns=", b" xmlns:x=")
    assert b"<x:dataValidation " in prefixed
    parts[SHEET] = prefixed
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    again = load_workbook(_mark(path, plan))["Sheet"]
    assert len(again.data_validations.dataValidation) == 1
    assert again["B3"].fill.fgColor.rgb == ERROR_FILL


def test_text_in_several_colours_goes_back_in_several_colours(plan: Plan, tmp_path: Path) -> None:
    """LibreOffice saves whatever mixes Chinese and Latin letters in such pieces."""
    text = CellRichText("有人问", TextBlock(InlineFont(b=True, color=Color("FFFF0000")), "Wi-Fi "), "什么时候修好")
    _own_table([[text, "不知道", "9:40"]]).save(tmp_path / "上报.xlsx")
    taken, _ = take(tmp_path / "上报.xlsx", plan)
    assert taken.held[0].text("summary") == "有人问Wi-Fi 什么时候修好"
    again = load_workbook(_mark(tmp_path / "上报.xlsx", plan), rich_text=True)["Sheet"]["A3"].value
    assert isinstance(again, CellRichText)
    assert (str(again), again[1].font.b) == ("有人问Wi-Fi 什么时候修好", True)  # type: ignore[union-attr]  # a block


def test_pictures_set_into_cells_do_not_go_back(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "上报.xlsx"
    _own_table([["有人问校服什么时候发下来", "不知道", "9:40"]]).save(path)
    cells = (
        '<c r="D3" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
        '<c r="E3" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>'
    )
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(b"</row></sheetData>", cells.encode())
    parts["xl/richData/rdrichvaluestructure.xml"] = b'<rvStructures><s t="_localImage"/></rvStructures>'
    parts["xl/cellimages.xml"] = parts["xl/media/image1.png"] = b"<x/>"
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    marked = _mark(path, plan)
    sheet = load_workbook(marked)["Sheet"]
    assert [sheet[a].value for a in ("B3", "D3", "E3")] == ["不知道", None, None]
    with ZipFile(marked) as archive:
        assert not [n for n in archive.namelist() if "media" in n or "cellimages" in n or "richData" in n]
    assert "贴了 1 张图片,程序不读图片" in [c.value for row in load_workbook(marked)["回执"].iter_rows() for c in row]


def test_a_merged_cell_is_marked_where_it_shows(plan: Plan, tmp_path: Path) -> None:
    book = _own_table([["有人问校服什么时候发下来", "不知道", "9:40"]])
    book.worksheets[0].merge_cells("B3:B4")
    book.worksheets[0].merge_cells("C2:G2")
    book.save(tmp_path / "上报.xlsx")
    path, raw = (
        tmp_path / "上报.xlsx",
        RawWorkbook((RawSheet("Sheet", (("单位",), ("内容摘要", "来源渠道", "发现时间"))),)),
    )
    found = (finding("cell.choice", sheet="Sheet", cell="B4", stood="不知道", label="来源渠道", expected="媒体"),)
    write_marked_copy(path, tmp_path / "out.xlsx", TakenIn(arrival(path), Fate.PARTLY, found), plan, raw)
    sheet = load_workbook(tmp_path / "out.xlsx")["Sheet"]
    assert sheet["B3"].fill.fgColor.rgb == ERROR_FILL
    assert (sheet["D2"].value, str(sheet["D4"].value)[:4]) == ("需修改", "【错误】")


def test_an_old_workbook_comes_back_as_xlsx_with_its_values_in_place(plan: Plan, tmp_path: Path) -> None:
    rows = [["单位", "初二1班", "上报日期", "2021-03-25"], ["内容摘要", "来源渠道", "发现时间"],
            ["=1+1 有人问校服什么时候发下来", "不知道", "9:40"]]  # fmt: skip
    marked = _mark(files.xls(tmp_path / "上报.xls", rows), plan)
    sheet = load_workbook(marked)["表"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == (rows[2][0], "s")
    assert sheet["B3"].fill.fgColor.rgb == ERROR_FILL
    assert sheet["D2"].value == "需修改"


def test_what_openpyxl_cannot_load_is_written_anew(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "上报.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    raw = RawWorkbook(
        (
            RawSheet("上报", (("内容摘要",), ("-5 度停暖",))),
            RawSheet("_meta", (("plan", "epidemic"),), visible=False),
        )
    )
    write_marked_copy(path, tmp_path / "out.xlsx", TakenIn(arrival(path), Fate.RETURNED), plan, raw)
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["回执", "上报", "_meta"]
    assert book["上报"]["A2"].value == "-5 度停暖"
    assert book["_meta"].sheet_state == "hidden"


def test_what_openpyxl_cannot_write_has_no_bytes() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "昨天"
    assert own_bytes(book)
    book.worksheets[0]["A1"].data_type = "d"
    assert own_bytes(book) is None
