import csv
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO

from openpyxl import load_workbook

from pipeline.steps.issue import compose
from pipeline.workbooks.register_book import register_bytes
from pipeline.workbooks.register_text import register_csv
from tests.reporting import editions
from tests.reporting.test_preflight import Lent


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_says_what_the_first_sheet_of_the_register_says() -> None:
    edition, plan = editions.busy(), editions.plan()
    rows = read(register_csv(edition, plan))
    sheet = load_workbook(BytesIO(register_bytes(edition, plan))).worksheets[0]
    assert rows == [[shown(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")  # a day is a moment to a workbook
    return "" if value is None else str(value)


def test_what_looks_like_a_formula_is_text() -> None:
    one = editions.incident(1, editions.report("=HYPERLINK(1)", "初一1班"))
    rows = read(register_csv(replace(editions.quiet(), incidents=(one,)), editions.plan()))
    assert "'=HYPERLINK(1)" in rows[1]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[1])


def test_the_archive_copy_alone_holds_it() -> None:
    press = Lent()
    compose(editions.busy(), editions.plan(), press, (), tuple)
    attached = {p.name: [a.name.rpartition(".")[2] for a in p.sheet.attachments] for p in press.proofs}
    assert [kinds for name, kinds in attached.items() if "存档" in name] == [["json", "xlsx", "csv"]]
    assert sum(map(bool, attached.values())) == 1
