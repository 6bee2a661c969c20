"""Issues: the bytes that were issued, those that stand in the outbox, and the manifests that list them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.delivery.issued import IssuedStore, is_open
from pipeline.findings import Finding, finding
from pipeline.intake.archive import digest
from pipeline.ledger.issues import Filed, Issue, Made
from pipeline.steps.due import standing

_MANIFEST = "manifest.json"


def check_issued(store: IssuedStore, made: Sequence[Made]) -> Iterator[Finding]:
    """Every file of every issue and flash report is kept as it was issued, and so is everything else in the store."""
    names = {filed.sha256: name for one in made for name, filed in one.files.items()}
    for sha256, name in sorted(names.items()):
        if not store.path(sha256).is_file():
            yield finding("audit.issued_gone", name=name, path=_path(store.path(sha256)))
    for path in sorted(store.root.glob("*/*")):
        if digest(path) != path.name or path.parent.name != path.name[:2]:
            yield finding("audit.issued", name=names.get(path.name, path.name), path=_path(path))


def check_outbox(outbox: Path, store: IssuedStore, made: Sequence[Made]) -> Iterator[Finding]:
    """The outbox holds what was issued last under each name; restricted files are their owner's alone."""
    for day in sorted({one.day for one in made}):
        mine = [one for one in made if one.day == day]
        for name, filed in sorted(standing(mine).items()):
            yield from _file(outbox, name, filed, day.isoformat())
        issued = standing([one for one in mine if isinstance(one, Issue)])  # a later flash makes no new manifest
        yield from _manifest(store, f"{day}/{_MANIFEST}", issued)


def _file(outbox: Path, name: str, filed: Filed, day: str) -> Iterator[Finding]:
    path = outbox / name
    if not path.is_file():
        yield finding("audit.outbox_gone", name=name, day=day)
    elif digest(path) != filed.sha256:
        yield finding("audit.outbox", name=name, day=day)
    elif filed.private and is_open(path):
        yield finding("audit.outbox_open", name=name)


def _manifest(store: IssuedStore, name: str, files: dict[str, Filed]) -> Iterator[Finding]:
    """The manifest lists every file of the day but itself, as the ledger knows it."""
    if name not in files or not store.path(files[name].sha256).is_file():
        return
    try:
        listed = json.loads(store.path(files[name].sha256).read_bytes())["files"]
    except (ValueError, KeyError, TypeError):
        return  # its bytes are not those that were issued, which is told of them
    if listed != {n: f.sha256 for n, f in files.items() if n != name}:
        yield finding("audit.outbox_manifest", name=name)


def _path(path: Path) -> str:
    return f"ledger/issued/{path.parent.name}/{path.name}"
