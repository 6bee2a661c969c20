"""A filled-in workbook read and validated as a night does, for the tests of what goes back."""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.model import Arrival, RawWorkbook, TakenIn
from pipeline.plan.loading import load_pack
from pipeline.plan.model import Plan
from pipeline.validation.known import Known
from pipeline.validation.workbooks import validate
from pipeline.workbooks.reading import Reader

DAY = date(2021, 3, 25)
RECEIVED = datetime(2021, 3, 25, 10, 5, tzinfo=UTC)


def epidemic() -> Plan:
    return load_pack("epidemic")


def arrival(path: Path, name: str = "") -> Arrival:
    return Arrival(name or path.name, sha256(path.read_bytes()).hexdigest(), DAY, RECEIVED, "")


def take(path: Path, plan: Plan, name: str = "") -> tuple[TakenIn, RawWorkbook]:
    with Reader(workers=1) as reader:
        (raw,) = reader.read([(path, name or path.name)])
    assert isinstance(raw, RawWorkbook)
    return validate(raw, arrival(path, name), plan, Known()), raw
