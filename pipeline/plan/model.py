"""A plan as frozen values; the aliases are the headings of its sheets."""

import datetime as dt
import unicodedata
from functools import cached_property
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

REPORT, PROGRESS, HEADER = "上报", "续报", "表头"
"""Parts of the template, as 字段 names them; the first two are its sheets. A sender may call hers otherwise."""
UNSET = "未配置"
"""What a cell says while nobody has decided it yet."""


class Entry(BaseModel):
    """One row of a plan sheet."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="ignore")


class Info(BaseModel):
    """基本信息: one value a key. Keys are the field names, so a clerk sees a note beside each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: str
    """Short key of the plan, such as `epidemic`; a template of another key is returned whole."""
    version: str
    site: str
    """Name of the site, in the head of every page."""
    office: str
    """Who compiles."""
    prefix: str = Field(pattern=r"^[A-Z]{1,6}$")
    """Prefix of incident numbers: `YQ` makes YQ-2021-0001."""
    zone: str
    cutoff: dt.time
    """Reports of a day received later are late."""
    safety: str
    """The sentence in the first line of the template."""
    contact: str
    """Who is phoned when a person is in danger."""
    contact_phone: str
    quiet_days: int = Field(ge=1, le=60)
    """Days without news after which an incident is calm."""
    attach_score: float = Field(gt=0, le=1)
    """A report whose score is at least this is attached."""
    ask_score: float = Field(gt=0, le=1)
    """Between this and attach_score a person decides."""
    window_days: int = Field(ge=1, le=90)
    """How far back a report looks for its incident."""
    oldest_days: int = Field(ge=1, le=366)
    """A report date older than this is taken for a slip."""
    key_grade: str
    """Incidents of this grade and above are described one by one."""
    flash_grade: str
    """Incidents of this grade and above get a flash report."""
    quiet_from: dt.time = dt.time(22, 0)
    """The quiet hours begin; deadlines that wait for their end say so in their rule."""
    quiet_to: dt.time = dt.time(6, 30)
    """The quiet hours end; the same time as quiet_from: there are none."""
    separators: str = Field("、,;/|┋", min_length=1, max_length=20)
    """Marks between several answers in one cell; `┋` is what a form's export has."""
    gather_units: int = Field(3, ge=2, le=50)
    """So many units that report one situation make a signal."""
    gather_days: int = Field(3, ge=1, le=30)
    """Within so many days, today among them."""


class Unit(Entry):
    """One unit of the roster."""

    name: str = Field(alias="单位", min_length=1)
    level: str = Field(alias="级别")
    group: str = Field("", alias="组别")
    """The wider circle shown to leaders instead of the unit, such as a grade."""
    lead: str = Field("", alias="责任人")
    deputy: str = Field("", alias="代理人")
    aliases: str = Field("", alias="别名")


class Role(Entry):
    """A role of the organisation; an empty holder is shown as 未配置, never guessed."""

    key: str = Field(alias="键")
    name: str = Field(alias="角色")
    holder: str = Field("", alias="担任人")
    deputy: str = Field("", alias="代理人")
    may_decide: bool = Field(alias="可审定", default=False)
    duty: str = Field("", alias="职责")


class FieldSpec(Entry):
    """One column of a workbook sheet."""

    sheet: str = Field(alias="表")
    key: str = Field(alias="键", pattern=r"^[a-z][a-z_]*$")
    label: str = Field(alias="标签")
    aliases: str = Field("", alias="别名")
    type: str = Field(alias="类型", pattern=r"^(文字|日期|日期时间|整数|选项|多选|单位|编号)$")
    required: bool = Field(alias="必填", default=False)
    dictionary: str = Field("", alias="字典")
    main: bool = Field(alias="主要", default=False)
    """Main columns stand first; the rest are lighter."""
    width: int = Field(12, alias="列宽", ge=4, le=80)
    longest: int = Field(200, alias="最长", ge=1, le=2000)
    """Longest text, in characters."""
    default: str = Field("", alias="空白时")
    hint: str = Field("", alias="提示")

    @property
    def is_proposal(self) -> bool:
        """Whether it shows what the rules propose, for a person to decide in another column."""
        return self.key.startswith("proposed")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The label and its aliases, folded."""
        return tuple(fold(n) for n in (self.label, *split(self.aliases)))


WEEKLY, MONTHLY = "每周", "每月"
"""Rhythms of reporting that are longer than a day."""


class Phase(Entry):
    """A phase of the plan, by date."""

    code: str = Field(alias="代码")
    name: str = Field(alias="名称")
    start: dt.date = Field(alias="起")
    end: dt.date | None = Field(None, alias="止")
    rhythm: str = Field("工作日", alias="报送", pattern=r"^(每天|工作日|每周|每月)$")

    @property
    def is_seldom(self) -> bool:
        """Whether units report less often than daily."""
        return self.rhythm in (WEEKLY, MONTHLY)


class Situation(Entry):
    """A situation that a report may name."""

    code: str = Field(alias="代码")
    name: str = Field(alias="名称")
    phase: str = Field("", alias="阶段")
    note: str = Field("", alias="说明")
    quoted: bool = Field(alias="引用原文", default=True)
    """Whether leaders' pages print the words of a report; if not, they print that there is one."""

    @property
    def label(self) -> str:
        """What the drop-down shows: code and name."""
        return f"{self.code} {self.name}"


class Choice(Entry):
    """One value of a dictionary."""

    dictionary: str = Field(alias="字典")
    value: str = Field(alias="值")
    code: str = Field(alias="代码")
    aliases: str = Field("", alias="别名")
    note: str = Field("", alias="说明")


class Word(Entry):
    """One word, or pattern, of a word list."""

    list: str = Field(alias="词表")
    word: str = Field(alias="词")
    instead: str = Field("", alias="替换")
    """What replaces it, for masks and wording."""


class RuleTable(Entry):
    """A decision table as text; `pipeline.classification` gives it meaning."""

    name: str
    hit_policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple["Rule", ...]


class Rule(Entry):
    """One rule of a table: a condition text per input and a result text per output."""

    id: str
    conditions: tuple[str, ...]
    results: tuple[str, ...]
    why: str = ""
    row: int = 0
    """Row in the sheet, 1-based, for findings."""


class DeadlineRule(Entry):
    """时限: within how long something is due."""

    id: str = Field(alias="编号")
    grade: str = Field("", alias="等级")
    """Blank: any grade."""
    item: str = Field(alias="事项", pattern=r"^(phone|written|answer|progress|review|publish)$")
    amount: int | None = Field(alias="数值", ge=0, le=10_000)
    """None where the cell says 未配置: nobody has set the time yet, and none is invented."""
    unit: str = Field(alias="单位", pattern=r"^(分钟|小时|日|工作日|当日|未配置)$")
    quiet: str = Field("照常", alias="安静时段", pattern=r"^(顺延|照常)$")
    """Whether what would fall due in the quiet hours is due at their end, or runs on."""
    why: str = Field("", alias="依据")

    @field_validator("amount", mode="before")
    @classmethod
    def _unset(cls, value: object) -> object:
        return None if value == UNSET else value

    @property
    def is_set(self) -> bool:
        """Whether there is a time to count by."""
        return self.amount is not None and self.unit != UNSET


class Answer(Entry):
    """口径: a text approved once; several versions of a key follow each other in time."""

    key: str = Field(alias="编号")
    text: str = Field(alias="内容")
    approver: str = Field("", alias="审定人")
    version: str = Field("1", alias="版本")
    start: dt.date | None = Field(None, alias="起")
    end: dt.date | None = Field(None, alias="止")
    situations: str = Field("", alias="情形")
    """Codes of the situations that it is proposed for, between `|`; blank: for none."""
    words: str = Field("", alias="适用词")
    """It is proposed only where a report has one of these words, between `|`; blank: whatever a report says."""

    def is_valid(self, day: dt.date) -> bool:
        """Whether it may go out on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class CalendarDay(Entry):
    """日历: a day, or the days of a vacation, that differ from the national calendar."""

    day: dt.date = Field(alias="日期")
    end: dt.date | None = Field(None, alias="止")
    """The last day of a range; blank: the day alone."""
    kind: str = Field(alias="性质", pattern=r"^(工作日|休息日|假期)$")
    note: str = Field("", alias="说明")

    @property
    def last(self) -> dt.date:
        """The last day it speaks of."""
        return self.end or self.day

    def covers(self, day: dt.date) -> bool:
        """Whether it speaks of that day."""
        return self.day <= day <= self.last


class Wording(Entry):
    """报表: a title, file name or sentence of the reports."""

    key: str = Field(alias="键")
    text: str = Field(alias="文字")
    note: str = Field("", alias="说明")


class Retention(Entry):
    """保存期限."""

    what: str = Field(alias="对象")
    days: int = Field(alias="天数", ge=1)
    why: str = Field("", alias="依据")


class Plan(BaseModel):
    """Everything the engine must know about the domain, as data."""

    model_config = ConfigDict(frozen=True)

    info: Info
    units: tuple[Unit, ...]
    roles: tuple[Role, ...]
    fields: tuple[FieldSpec, ...]
    phases: tuple[Phase, ...]
    situations: tuple[Situation, ...]
    choices: tuple[Choice, ...]
    words: tuple[Word, ...]
    tables: tuple[RuleTable, ...]
    deadlines: tuple[DeadlineRule, ...]
    answers: tuple[Answer, ...]
    calendar: tuple[CalendarDay, ...]
    wordings: tuple[Wording, ...]
    retention: tuple[Retention, ...]
    digest: str
    """sha256 of the content of all sheets."""
    template_digest: str
    """sha256 of 字段 and 字典 only: what a filled-in template depends on."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which people of this plan read the clock."""
        return ZoneInfo(self.info.zone)

    @cached_property
    def _by_sheet(self) -> dict[str, tuple[FieldSpec, ...]]:
        sheets: dict[str, list[FieldSpec]] = {}
        for spec in self.fields:
            sheets.setdefault(spec.sheet, []).append(spec)
        return {name: tuple(specs) for name, specs in sheets.items()}

    def fields_of(self, sheet: str) -> tuple[FieldSpec, ...]:
        """The columns of a workbook sheet, in order."""
        return self._by_sheet.get(sheet, ())

    def field(self, sheet: str, key: str) -> FieldSpec:
        """One column."""
        return next(f for f in self.fields_of(sheet) if f.key == key)

    @cached_property
    def _choices(self) -> dict[str, tuple[Choice, ...]]:
        found: dict[str, list[Choice]] = {}
        for choice in self.choices:
            found.setdefault(choice.dictionary, []).append(choice)
        return {name: tuple(entries) for name, entries in found.items()}

    @cached_property
    def _resolved(self) -> dict[tuple[str, str], str]:
        table: dict[tuple[str, str], str] = {}
        for choice in self.choices:
            for name in (choice.value, *split(choice.aliases)):
                table.setdefault((choice.dictionary, fold(name)), choice.value)
        return table

    def options(self, dictionary: str) -> tuple[str, ...]:
        """The values of a dictionary, as a drop-down shows them; situations, units and phases are dictionaries too."""
        if dictionary == "情形":
            return tuple(s.label for s in self.situations)
        if dictionary == "单位":
            return tuple(u.name for u in self.units)
        if dictionary == "阶段":
            return tuple(p.code for p in self.phases)
        return tuple(c.value for c in self._choices.get(dictionary, ()))

    def resolve(self, dictionary: str, text: str) -> str | None:
        """The dictionary's own value for what was typed, by value or alias; None if there is none."""
        if dictionary == "情形":
            return self._situations.get(fold(text))
        if dictionary == "单位":
            return self._units.get(fold(text))
        return self._resolved.get((dictionary, fold(text)))

    @cached_property
    def _situations(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for s in self.situations:
            names |= {fold(s.code): s.label, fold(s.name): s.label, fold(s.label): s.label}
        return names

    @cached_property
    def _units(self) -> dict[str, str]:
        return {fold(n): u.name for u in self.units for n in (u.name, *split(u.aliases))}

    @cached_property
    def _units_by_name(self) -> dict[str, Unit]:
        return {u.name: u for u in self.units}

    def unit(self, name: str) -> Unit | None:
        """A unit of the roster by its own name."""
        return self._units_by_name.get(name)

    def answers_for(self, who: str, unit: str) -> bool:
        """Whether somebody signs for a unit; the name of a role may leave out what stands in brackets."""
        found = self.unit(unit)
        names = (found.name, found.lead, found.deputy, *split(found.aliases)) if found else (unit,)
        return not called(who).isdisjoint(fold(name) for name in names if name)

    def code(self, dictionary: str, value: object) -> str:
        """The code of a dictionary value; "" if there is none."""
        return self._codes.get((dictionary, value), "")

    @cached_property
    def _codes(self) -> dict[tuple[str, object], str]:
        codes: dict[tuple[str, object], str] = {}
        for choice in self.choices:
            codes.setdefault((choice.dictionary, choice.value), choice.code)
        return codes

    def label(self, dictionary: str, code: str) -> str:
        """The value that stands for a code; the code itself if there is none."""
        return next((c.value for c in self._choices.get(dictionary, ()) if c.code == code), code)

    def words_of(self, name: str) -> tuple[Word, ...]:
        """The entries of a word list."""
        return tuple(w for w in self.words if w.list == name)

    def table(self, name: str) -> RuleTable:
        """A rule table by its sheet name."""
        return next(t for t in self.tables if t.name == name)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Titles, file names and sentences of the reports, by key."""
        return {w.key: w.text for w in self.wordings}

    def phase(self, day: dt.date) -> Phase | None:
        """The phase of a day."""
        return next((p for p in self.phases if p.start <= day and (p.end is None or day <= p.end)), None)

    def role(self, key: str) -> Role | None:
        """A role by key."""
        return next((r for r in self.roles if r.key == key), None)

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """Codes of the grades, lowest first."""
        return tuple(c.code for c in self._choices.get("等级", ()))

    def is_described(self, grade: str) -> bool:
        """Whether incidents of a grade are described one by one."""
        return grade in self.grades[self.grades.index(self.info.key_grade) :]

    @cached_property
    def reporting_units(self) -> tuple[str, ...]:
        """Names of the units that hand in workbooks."""
        return tuple(u.name for u in self.units if u.level in self.options("报送级别"))

    @cached_property
    def called_units(self) -> tuple[str, ...]:
        """Names of the units that the roll call calls: the level of others is `optional`."""
        levels = {c.value for c in self._choices.get("报送级别", ()) if c.code != "optional"}
        return tuple(u.name for u in self.units if u.level in levels)

    @cached_property
    def needs_person(self) -> frozenset[str]:
        """Codes of the classes that rules may only propose: a person on the roster confirms them."""
        return self._classes("confirm")

    @cached_property
    def questions(self) -> frozenset[str]:
        """Codes of the classes in which somebody waits for an answer."""
        return self._classes("question")

    @cached_property
    def suggestions(self) -> frozenset[str]:
        """Codes of the classes that are adopted, or not with a reason."""
        return self._classes("suggestion")

    def _classes(self, part: str) -> frozenset[str]:
        return frozenset(self.code("分类", c.value) for c in self._choices.get("分类作用", ()) if part in split(c.code))


def fold(text: str) -> str:
    """A text as it is compared: NFKC, lower case, no white space, no trailing `*` or colon."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return folded.rstrip("*:")


def called(role: str) -> frozenset[str]:
    """How a role may be written: as it is named, or without what stands in brackets."""
    name = fold(role)
    return frozenset({name, name.partition("(")[0]})


def split(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things with `|`."""
    return tuple(part.strip() for part in text.replace("｜", "|").split("|") if part.strip())
