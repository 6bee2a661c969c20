"""The vocabulary: frozen values that pass between the stages, resting on findings alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from pipeline.findings import Finding

Value = str | int | float | bool | date | datetime | time | None
"""What a cell holds once it is read; a dictionary field holds the dictionary's own value."""
Progress = Callable[[str, int, int], None]
"""Told (step, done, of how many) while something takes long."""


# --- what the program itself adds to workbooks, and reads over when they come in ------------------

META_SHEET = "_meta"
"""Hidden sheet by which our own workbooks are known again."""
RECEIPT_SHEET = "回执"
"""First sheet of a returned workbook."""
CHANGE_HEADING = "需修改"
"""Column of a returned workbook that says in words what to change in each row."""
ABOUT_HEADING = "原报内容"
"""Column of a prefilled workbook that shows the unit's own words about an incident."""
STANDS_HEADING = "目前情况"
"""Column of a prefilled workbook that shows how an incident stands, its approved reply, and what is still wanted."""


# --- what arrived ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """One settled file of the inbox, archived and journalled."""

    name: str
    """Path below inbox/, with `/`: `初二1班/上报.xlsx`."""
    sha256: str
    night: date
    received: datetime
    """UTC, whole seconds: the file's mtime if it falls on the night's date, else the cut-off."""
    plan_digest: str


class StepKind(StrEnum):
    """What a run committed, one step at a time."""

    NIGHT = "night"
    INTERIM = "interim"
    ISSUE = "issue"
    RETURN = "return"
    """Workbooks that went back after their day was issued."""
    FLASH = "flash"
    """Flash reports of an interim run; its seal tells their files."""
    UPGRADED = "upgraded"
    """A ledger of an older program was brought to the present tables."""
    REBUILT = "rebuilt"
    """The ledger was made anew from the archive and differs in its hashes: the journal goes on from these."""


@dataclass(frozen=True, slots=True)
class Step:
    """One committed step, as its seal in the ledger and its line in the journal tell it."""

    kind: StepKind
    night: date
    """The night that was laid; of an issue, the one by which it was known."""
    plan_digest: str
    seq: int
    """The place of its seal in the chain of events."""
    hash: str
    """The hash of its seal, which rests on everything before it."""
    laid: int = 0
    """How many files it gave their fate."""
    day: date | None = None
    """The day of the issue."""
    correction: int = 0


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error such as `#N/A`."""

    text: str


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A cell into which a picture was set: it is not read."""


RawCell = str | int | float | bool | date | datetime | time | CellError | CellPicture | None


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it stands: `rows[0][0]` is cell A1, rows may have different lengths."""

    name: str
    rows: tuple[tuple[RawCell, ...], ...]
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged areas as first row, first column, last row, last column, from 0; only the first cell holds a value."""


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """A workbook as it stands, before anything is understood."""

    sheets: tuple[RawSheet, ...]
    pictures: int = 0
    """Pictures pasted in: counted, never read, stripped from what is returned."""
    macros: bool = False
    """It holds macros, which nobody ran."""
    links: int = 0
    """Links to other workbooks or programs, which nobody followed."""

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that name, or None."""
        return next((s for s in self.sheets if s.name == name), None)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read as a workbook: a finding code and its words."""

    code: str
    detail: str = ""


# --- what a workbook said ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, understood: values by field key and where each stands."""

    sha256: str
    file: str
    sheet: str
    number: int
    """Physical row number, 1-based."""
    values: Mapping[str, Value]
    cells: Mapping[str, str]
    """Physical address of each field of this row: `{"summary": "B7"}`."""

    @property
    def key(self) -> str:
        """`sha256:sheet:row`, the permanent identity of this row."""
        return f"{self.sha256}:{self.sheet}:{self.number}"

    def text(self, key: str) -> str:
        """The value of a field as text; "" where nothing stands."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    def moment(self, key: str) -> datetime | None:
        """The moment in a field, UTC; None where none stands."""
        value = self.values.get(key)
        return value if isinstance(value, datetime) else None

    def where(self, key: str) -> str:
        """`上报!F12`, for a field of this row."""
        return f"{self.sheet}!{self.cells.get(key, str(self.number))}"


class Kind(StrEnum):
    """What a workbook is."""

    REPORT = "report"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Submission:
    """What one unit said for one date in one workbook; rows with an error are not in it."""

    arrival: Arrival
    kind: Kind
    unit: str
    report_date: date
    role: str = ""
    zero: bool = False
    """The unit said that there is nothing to report."""
    rows: tuple[Row, ...] = ()
    progress: tuple[Row, ...] = ()
    decisions: tuple[Row, ...] = ()
    waiting: int = 0
    """Rows with an error: they wait for a corrected workbook."""
    confirmed_date: bool = False
    """The person confirmed the date in the workbook, though it was asked about; or it was submitted on that date."""
    held: tuple[Row, ...] = ()
    """The rows that wait."""
    submitted: datetime | None = None
    """UTC, of a single answer to an online form: when it was submitted, not after the export came. None: a workbook."""

    @property
    def received(self) -> datetime:
        """When it came: an answer when it was submitted, a workbook when its file did."""
        return self.submitted or self.arrival.received


class Fate(StrEnum):
    """What became of a file; every archived file has exactly one."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    """Accepted, some rows wait for correction."""
    RETURNED = "returned"
    """Could not be attributed: returned whole."""
    DUPLICATE = "duplicate"
    """The same bytes had been taken in before."""
    QUARANTINED = "quarantined"
    """Its reading process died twice while the parent lived."""


# --- reports, incidents, events ----------------------------------------------------------------


class ReportStatus(StrEnum):
    """How a reported row stands in the figures."""

    COUNTED = "counted"
    REVISED = "revised"
    """A later workbook of the same unit, date and role says it anew."""
    REPEATED = "repeated"
    """The same unit sent the same text under a later date: not counted again."""
    WITHDRAWN = "withdrawn"
    TALLIED = "tallied"
    """Answered on the spot or saying that there was nothing: counted in figures, not described."""
    REFERRED = "referred"
    """A danger to a person: it left the pipeline at once."""
    RESTRICTED = "restricted"
    """Misconduct of staff: in the restricted lane."""
    MERGED = "merged"
    """Seen under the number of an incident that was merged into another: it counts there."""


@dataclass(frozen=True, slots=True)
class Past:
    """How a report stood before a later night changed it."""

    until: date
    """The night that changed it."""
    status: ReportStatus
    incident: str
    day: date
    by: str
    """Key of the row that changed it."""


@dataclass(frozen=True, slots=True)
class Report:
    """A row that became a report: who said it, for which day, and how it stands."""

    row: Row
    unit: str
    role: str
    report_date: date
    received: datetime
    night: date
    day: date
    """The day whose issue it belongs to: its report_date, or the night while that is in doubt."""
    status: ReportStatus = ReportStatus.COUNTED
    incident: str = ""
    """Incident number, or "" (tallied, referred)."""
    revises: str = ""
    """Key of the report that this one says anew."""
    date_in_doubt: bool = False
    past: tuple[Past, ...] = ()
    """How it stood before, oldest first."""

    @property
    def key(self) -> str:
        """The key of its row."""
        return self.row.key

    @property
    def order(self) -> tuple[date, datetime, str, str, int]:
        """Its place among all rows: by night and receipt, then as it stands in its workbook."""
        return (self.night, self.received, self.row.sha256, self.row.sheet, self.row.number)

    @property
    def happened(self) -> datetime:
        """When a progress happened, UTC; its receipt if the row does not say."""
        return self.row.moment("at") or self.received

    def was(self, status: ReportStatus) -> bool:
        """Whether it has, or ever had, that status."""
        return self.status is status or any(p.status is status for p in self.past)


class EventKind(StrEnum):
    """What can happen to an incident; the ledger's append-only vocabulary."""

    OPENED = "opened"
    ATTACHED = "attached"
    PARKED = "parked"
    SPLIT = "split"
    """A person took a report out of it."""
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    REPEATED = "repeated"
    TALLIED = "tallied"
    REFERRED = "referred"
    RESTRICTED = "restricted"
    ASSESSED = "assessed"
    PROGRESS = "progress"
    DECIDED = "decided"
    STATE = "state"
    REVIEWED = "reviewed"
    """A final review was issued."""
    SEALED = "sealed"
    """A step was committed: the digests of the tables after it. It is about no incident, and in no register."""


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about an incident: codes and pointers to cells, never free text."""

    kind: EventKind
    incident: str
    at: datetime
    """UTC: when it happened as far as the workbook says, else the receipt."""
    day: date
    """The day whose issue it belongs to."""
    night: date
    """The night that read it."""
    report: str = ""
    """Key of the row that says so, or "" for what the program derived."""
    data: Mapping[str, Value] = field(default_factory=dict)
    """Codes and numbers only."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a rule matched: the field, its value and the matched words with their positions."""

    field: str
    value: str
    words: tuple[tuple[str, int], ...] = ()
    """(word as its list has it, normalised; offset in `value` of the character it begins in), in order."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one decision table said."""

    table: str
    rule: str
    """Rule id, or "" when no rule matched."""
    outputs: Mapping[str, str]
    evidence: tuple[Evidence, ...] = ()
    why: str = ""
    runner_up: str = ""
    """The next rule that also matched, or ""."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, and the sentence that explains it."""

    item: str
    """Deadline key of the plan: `answer`, `phone`, `written`, `progress`, `review`, `publish`."""
    due: datetime
    explained: str
    met: datetime | None = None
    rule: str = ""
    """Id of the plan's rule; "" for a promise."""

    def overdue(self, now: datetime) -> bool:
        """Whether it was missed, or is open and past."""
        return (self.met or now) > self.due


class State(StrEnum):
    """Where an incident stands; the labels are the plan's."""

    REGISTERED = "registered"
    TO_VERIFY = "to_verify"
    HANDLING = "handling"
    ANSWERED = "answered"
    TRACKING = "tracking"
    CALM = "calm"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    MERGED = "merged"


OPEN_STATES = frozenset(
    {State.REGISTERED, State.TO_VERIFY, State.HANDLING, State.ANSWERED, State.TRACKING, State.REOPENED}
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the rules, or the person who decided after them, see an incident."""

    situation: str = ""
    """Code of the plan's situation, or "" (to be studied)."""
    proposed: str = ""
    """Code of the class the rules propose, or ""."""
    confirmed: str = ""
    """Class a person on the roster confirmed, or ""."""
    grade: str = ""
    """Grade in force, a code of the plan's ordered grades, or ""."""
    verdicts: tuple[Verdict, ...] = ()
    causes: tuple[str, ...] = ()
    """Sentences: the facts that made the grade, and each step up."""
    ruled: str = ""
    """The highest grade the rules have given so far; `grade` differs where a person decided."""

    @property
    def seen(self) -> str:
        """Code of the class it is seen as: what a person confirmed, else what the rules propose."""
        return self.confirmed or self.proposed


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident with all that was said and done: a fold over its reports and events."""

    number: str
    opened: datetime
    day: date
    reports: tuple[Report, ...]
    progress: tuple[Report, ...]
    """Progress rows, in time order; `row.values["type"]` is the kind of progress."""
    events: tuple[Event, ...]
    state: State
    assessment: Assessment
    deadlines: tuple[Deadline, ...] = ()
    undated: tuple[str, ...] = ()
    """Deadline keys of what is still to be done and for which the plan sets no time yet."""
    decisions: tuple[Report, ...] = ()
    told: datetime | None = None
    """When the asker was told, which is what answered means."""
    unresolved: bool = False
    """Whether it went on after the asker was told last, so that this was no answer."""
    promised: date | None = None
    restricted: bool = False
    parked: tuple[str, ...] = ()
    """Numbers of incidents that may be the same; a person decides."""
    merged_into: str = ""
    """The older incident under which it is handled since a person merged the two, or ""."""

    @property
    def first(self) -> Report:
        """The report that opened it."""
        return self.reports[0]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN_STATES

    def told_by(self, now: datetime) -> bool:
        """Whether the asker had been told by then."""
        return self.told is not None and self.told <= now

    def missed(self, now: datetime) -> tuple[Deadline, ...]:
        """What is past and not done, soonest first; of one that is over, nothing."""
        past = (d for d in self.deadlines if d.met is None and d.due < now)
        return tuple(sorted(past, key=lambda d: d.due)) if self.is_open else ()


# --- the roll call -----------------------------------------------------------------------------


class Attendance(StrEnum):
    """What a unit did on a day; five different things."""

    REPORTED = "reported"
    ZERO = "zero"
    MISSING = "missing"
    LATE = "late"
    CORRECTING = "correcting"
    """Its workbook, or rows of it, wait for correction."""


@dataclass(frozen=True, slots=True)
class Call:
    """One answer to the roll call: a unit's workbook, or a zero report noted down for it."""

    unit: str
    day: date
    """The day it counts for."""
    night: date
    received: datetime
    sha256: str
    rows: int = 0
    waiting: int = 0
    zero: bool = False
    returned: bool = False
    """The workbook went back whole."""
    role: str = ""
    """Role of the sender: what waits for one role is not put right by another."""


@dataclass(frozen=True, slots=True)
class RollCall:
    """The roll call of one day: unit → attendance, for every unit that reports."""

    day: date
    due: bool
    """Whether reports are due on that day."""
    attendance: Mapping[str, Attendance] = field(default_factory=dict)

    def count(self, what: Attendance) -> int:
        """How many units did that."""
        return sum(1 for a in self.attendance.values() if a is what)


# --- what an issue shows -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One file of a night with what became of it: accepted and held rows are all the rows read."""

    arrival: Arrival
    fate: Fate
    findings: tuple[Finding, ...] = ()
    submissions: tuple[Submission, ...] = ()
    sender: str = ""
    """The unit that sent it as far as its head could be read, "" otherwise."""
    rows_read: int = 0
    """Rows of its tables in which anything stood."""
    accepted: int = 0
    """Rows that count."""
    held: tuple[Row, ...] = ()
    """Rows with an error: they wait for a corrected workbook, but a danger to a person is seen in them too."""

    report_date: date | None = None
    """The day it reports for, as far as its head could be read."""

    @property
    def waiting(self) -> tuple[int, ...]:
        """Physical numbers of the rows that wait."""
        return tuple(row.number for row in self.held)

    @property
    def unit(self) -> str:
        """The unit that sent it, or ""."""
        return self.sender or next((s.unit for s in self.submissions), "")

    @property
    def is_returned(self) -> bool:
        """Whether it was returned, whole or in part."""
        return self.fate in (Fate.RETURNED, Fate.QUARANTINED, Fate.PARTLY)

    @property
    def goes_back(self) -> bool:
        """Whether a marked copy or a receipt goes back to the sender: also where every row counts, with a question."""
        return self.is_returned or any(f.asks for f in self.findings)


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything an issue of a day may show, as known on the night that issues it."""

    day: date
    number: int
    """Running number of the issue in its year."""
    now: datetime
    """UTC: the later of the cut-off and the last receipt; the figures stand as of this."""
    incidents: tuple[Incident, ...]
    """Every incident known by then, by number, the restricted lane left out."""
    roll_calls: tuple[RollCall, ...]
    """Of the last fourteen days, oldest first; the last one is the day's own."""
    workbooks: tuple[TakenIn, ...]
    """What the night took in."""
    tallied: tuple[Report, ...] = ()
    """Reports of the day that are counted and not described."""
    restricted: tuple[Incident, ...] = ()
    referred: tuple[Report, ...] = ()
    """Open referrals to the protection contact, not yet signed for."""
    correction: int = 0
    """0 for the issue itself, n for its nth correction."""
    changes: tuple[str, ...] = ()
    """What a correction changed."""
    supplements: tuple[str, ...] = ()
    """Earlier days corrected by this night."""
    previous: "Edition | None" = None
    """The issue before, as it stood, for comparison."""
    tallied_so_far: tuple[Report, ...] = ()
    """Reports of every day that are counted and not described."""
    parts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(incident, report key) → what the report is called in it: `YQ-2021-0001-2`."""

    @property
    def roll_call(self) -> RollCall:
        """The roll call of the day."""
        return self.roll_calls[-1]

    @property
    def open_incidents(self) -> tuple[Incident, ...]:
        """Those somebody still has to work on."""
        return tuple(i for i in self.incidents if i.is_open)
