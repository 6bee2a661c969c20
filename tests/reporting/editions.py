"""Editions built by hand: a quiet day, a busy day, a correction; their texts are the project's own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256

from pipeline.model import (
    Arrival,
    Assessment,
    Attendance,
    Deadline,
    Edition,
    Fate,
    Incident,
    Report,
    ReportStatus,
    RollCall,
    Row,
    State,
    Submission,
    TakenIn,
    Value,
)
from pipeline.model import Kind as WorkbookKind
from pipeline.plan.loading import load_pack
from pipeline.plan.model import Plan

DAY = date(2021, 3, 25)
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVW"


@cache
def plan() -> Plan:
    return load_pack("epidemic")


def at(clock: str, day: date = DAY) -> datetime:
    """A moment of the school's clock, as UTC."""
    return datetime.combine(day, time.fromisoformat(clock), plan().zone).astimezone(UTC)


def row(sheet: str, number: int, unit: str, values: Mapping[str, Value], day: date = DAY) -> Row:
    digest = sha256(f"{unit}{day}".encode()).hexdigest()
    cells = {key: f"{COLUMNS[n]}{number}" for n, key in enumerate(values)}
    return Row(digest, f"{unit}/上报表-{day}.xlsx", sheet, number, values, cells)


def report(summary: str, unit: str, clock: str = "16:05", day: date = DAY, number: int = 7, **values: Value) -> Report:
    given: dict[str, Value] = {
        "summary": summary,
        "channel": "班级家长群",
        "found_at": at("09:40", day),
        **values,
    }
    return Report(row("上报", number, unit, given, day), unit, "班主任", day, at(clock, day), day, day)


def progress(kind: str, content: str, unit: str, clock: str, day: date = DAY, **values: Value) -> Report:
    given: dict[str, Value] = {
        "incident": "",
        "at": at(clock, day),
        "type": kind,
        "content": content,
        **values,
    }
    return Report(
        row("续报", 4, unit, given, day),
        unit,
        "班主任",
        day,
        at(clock, day) + timedelta(minutes=20),
        day,
        day,
    )


def decision(sheet: str, day: date = DAY, **values: Value) -> Report:
    given: dict[str, Value] = {**values, "decided_by": "分管副校长", "decided_how": "签字", "decided_on": day}
    return Report(row(sheet, 3, "审定", given, day), "", "", day, at("11:00", day), day, day)


def incident(
    number: int, *reports: Report, state: State = State.HANDLING, grade: str = "Ⅳ", **more: object
) -> Incident:
    fields = {"proposed": "A", "confirmed": "", "situation": "P2-1", "causes": ()}
    assessed = {key: more.pop(key, default) for key, default in fields.items()}
    first = reports[0]
    values: dict[str, object] = {"progress": (), "events": (), **more}
    assessment = Assessment(grade=grade, **assessed)  # type: ignore[arg-type]
    name = f"YQ-{first.day.year}-{number:04}"
    return Incident(name, first.received, first.day, reports, state=state, assessment=assessment, **values)  # type: ignore[arg-type]


def due(item: str, moment: datetime, met: datetime | None = None) -> Deadline:
    return Deadline(item, moment, "当日答复,或当日告知处理意见和结果日期(R28)", met)


def roll_calls(day: date = DAY, *, missing: int = 0, late: int = 0, correcting: int = 0) -> tuple[RollCall, ...]:
    """Fourteen days, the working days due; the last one with so many units of each kind."""
    units = plan().reporting_units
    calls = []
    for n in range(13, -1, -1):
        on = day - timedelta(days=n)
        last = n == 0
        counts = (missing, late, correcting) if last else ((n * 5) % 4, (n * 3) % 3, 0)
        kinds = [
            k
            for k, c in zip((Attendance.MISSING, Attendance.LATE, Attendance.CORRECTING), counts, strict=True)
            for _ in range(c)
        ]
        rest = len(units) - len(kinds)
        kinds += [Attendance.REPORTED] * (rest // 3) + [Attendance.ZERO] * (rest - rest // 3)
        calls.append(RollCall(on, on.weekday() < 5, dict(zip(reversed(units), kinds, strict=True))))
    return tuple(calls)


def workbook(unit: str, *, held: int = 0, fate: Fate = Fate.ACCEPTED, day: date = DAY) -> TakenIn:
    arrival = Arrival(
        f"{unit}/上报表.xlsx",
        sha256(f"{unit}{day}".encode()).hexdigest(),
        day,
        at("16:05", day),
        plan().digest,
    )
    waiting = tuple(row("上报", 20 + n, unit, {"summary": "看不清的一行"}, day) for n in range(held))
    said = () if fate is Fate.RETURNED else (Submission(arrival, WorkbookKind.REPORT, unit, day),)
    return TakenIn(arrival, fate, submissions=said, rows_read=3, held=waiting)


def quiet() -> Edition:
    """A day on which nothing happened."""
    return Edition(DAY, 11, at("20:00"), (), roll_calls(), tuple(workbook(u) for u in plan().reporting_units[:20]))


def busy() -> Edition:
    """A day with 25 incidents of every kind, some overdue, one grave, one referral."""
    yesterday = DAY - timedelta(days=1)
    incidents = tuple(sorted((*_described(), *_questions(), *_others()), key=lambda i: i.number))
    referred = replace(
        report("有同学几天不说话,作业本上写了不想活", "初三2班", special="涉人身安全"),
        status=ReportStatus.REFERRED,
        incident="ZJ-2021-0001",
    )
    tallied = tuple(
        replace(report("问明天几点到校", u, number=9), status=ReportStatus.TALLIED) for u in plan().reporting_units[:6]
    )
    books = tuple(
        workbook(u, held=n % 9 == 4, fate=Fate.PARTLY if n % 9 == 4 else Fate.ACCEPTED)
        for n, u in enumerate(plan().reporting_units)
    )
    before = replace(
        quiet(),
        day=yesterday,
        number=11,
        incidents=tuple(_as_before(i) for i in incidents if i.day < DAY),
        now=at("20:00", yesterday),
    )
    return Edition(
        DAY,
        12,
        at("20:00"),
        incidents,
        roll_calls(missing=3, late=2, correcting=2),
        (*books, workbook("未知", fate=Fate.RETURNED)),
        tallied,
        (),
        (referred,),
        previous=before,
        supplements=("补报:3月24日初一5班迟到的1条情况已并入当日,3月24日第11期已出第1次更正。",),
    )


def _as_before(one: Incident) -> Incident:
    """The incident as it stood on the evening before."""
    kept = {
        name: tuple(r for r in getattr(one, name) if r.night < DAY) for name in ("reports", "progress", "decisions")
    }
    return replace(one, reports=kept["reports"], progress=kept["progress"], decisions=kept["decisions"])


def correction() -> Edition:
    """The first correction of the busy day."""
    changes = (
        "初一5班补报1条:晚自习后校门口停车不便,新增YQ-2021-0026。",
        "YQ-2021-0004 的答复时间由3月25日17:30更正为16:30。",
    )
    return replace(busy(), correction=1, changes=changes)


def _described() -> tuple[Incident, ...]:
    kitchen = tuple(
        report(
            "多名家长在群里反映分餐的饭菜偏凉、分量不足,要求公布菜价并改善保温",
            unit,
            clock,
            day,
            spread="群内",
            verified="部分核实",
            request="公布菜价,改善分餐保温",
            places="食堂",
            scope="跨班",
            help_unit="总务处",
        )
        for unit, clock, day in (
            ("初一2班", "16:05", DAY - timedelta(days=1)),
            ("初一4班", "15:10", DAY),
            ("初二6班", "17:32", DAY),
        )
    )
    grave = report(
        "短视频平台出现“学校有人发烧不上报”的说法,附校门口画面,评论三百余条",
        "信息中心",
        "10:20",
        channel="短视频或微博",
        spread="公开平台",
        verified="未核实",
        scope="校外",
        found_at=at("09:55"),
    )
    return (
        incident(
            3,
            *kitchen,
            grade="Ⅲ",
            deadlines=(
                due("answer", at("20:00", DAY - timedelta(days=1)), at("19:10", DAY - timedelta(days=1))),
                due("progress", at("20:00", DAY + timedelta(days=2))),
            ),
            causes=("3个单位报告同一情况,达到Ⅲ级。",),
            promised=DAY + timedelta(days=1),
            progress=(
                progress(
                    "核实",
                    "总务处现场查看:两个教学楼送餐用时超过25分钟,菜温偏低属实;分量符合标准",
                    "总务处",
                    "10:30",
                ),
                progress("答复", "已在三个年级家长群统一答复,明日起增加保温箱,周五公布三月菜价", "总务处", "16:40"),
            ),
            decisions=(decision("跟踪办结", lead_unit="总务处", trend="趋于平稳", next_check=DAY + timedelta(days=3)),),
        ),
        incident(
            19,
            grave,
            grade="Ⅱ",
            proposed="C",
            situation="P2-3",
            state=State.TO_VERIFY,
            causes=("已在公开平台传播,达到Ⅲ级。", "家长群、学生群、短视频三种渠道,升为Ⅱ级。"),
            deadlines=(
                due("phone", at("10:50"), at("10:31")),
                due("written", at("11:50"), at("11:20")),
                due("answer", at("23:00")),
            ),
            progress=(
                progress("电话首报", "已电话报告分管副校长", "信息中心", "10:31"),
                progress("核实", "校医室逐班核对晨检记录,当日无发热学生;画面为上周消防演练", "校医室", "14:20"),
                progress(
                    "首次公布",
                    "学校公众号发布晨检情况说明",
                    "办公室",
                    "17:50",
                    next_date=DAY + timedelta(days=1),
                ),
            ),
        ),
    )


QUESTIONS = (
    ("家长问走读生中午能否回家吃饭", "初三1班", "明确走读生午间出入办法"),
    ("家长反映返校核酸要求与社区通知不一致", "初二3班", "统一返校要求"),
    ("晚自习后校门口接送拥堵,家长建议分年级放学", "初一1班", "分时段放学"),
    ("家长询问住宿费是否按实际在校天数退还", "初三5班", "说明退费办法"),
    ("家长反映班级群通知太多,重要内容看不到", "初二2班", "整理重要通知"),
    ("孩子丢失饭卡补办需三天,家长问能否先发临时卡", "初一6班", "当天办理临时卡"),
    ("多名家长问体育中考项目今年是否调整", "初三3班", "公布考试安排"),
    ("家长反映教室消毒后味道大,孩子咳嗽", "初二7班", "说明用量并通风"),
    ("家长张小红(电话13812345678)问校服何时补发", "初一3班", "告知补发日期"),
    ("家长问封闭期间能否送换季衣物", "初二1班", "开放物品接收点"),
    ("家长反映线上缴费页面打不开", "初一7班", "修复或改为线下"),
    ("家长问心理辅导如何预约", "初二5班", "公布预约方式"),
    ("学生反映宿舍热水供应时间短", "初三6班", "延长供应时间"),
    ("家长问期中考试是否推迟", "初三8班", "明确考试时间"),
)


def _questions() -> tuple[Incident, ...]:
    found = []
    for n, (summary, unit, request) in enumerate(QUESTIONS):
        day = DAY - timedelta(days=2) if n % 4 == 0 else DAY
        first = report(
            summary,
            unit,
            "15:40",
            day,
            7 + n,
            request=request,
            verified="未核实" if n % 3 else "已核实",
            help_unit="教务处" if n % 2 else "",
        )
        told = at("17:25") if n % 5 == 2 else None
        promised = DAY + timedelta(days=1 + n % 3) if n % 4 in (1, 3) else None
        limit = at("20:00", day) + (timedelta(hours=3) if promised or day == DAY else timedelta())
        found.append(
            incident(
                4 + n,
                first,
                state=State.ANSWERED if told else State.HANDLING,
                told=told,
                promised=promised,
                deadlines=(due("answer", limit, told),),
                progress=(progress("已转达", "已当面告知家长", unit, "17:25"),) if told else (),
            )
        )
    return tuple(found)


def _others() -> tuple[Incident, ...]:
    adopted = report("家长建议在校门口画出分年级等候区", "初一8班", request="画等候区")
    rejected = report("家长建议取消每天体温上报", "初三4班")
    doubtful = report("学生群传“下周全市停课”的截图", "初二8班", channel="学生群", spread="群内", verified="未核实")
    other = report("有人在群里反复发布食堂旧照片并称是昨天拍的", "初一5班", spread="群内", verified="不实")
    parked = report("家长在群里问分餐为什么凉", "初二4班", request="说明原因")
    gone = report("家长反映网课平台卡顿", "初三7班", day=DAY - timedelta(days=9), verified="已核实")
    return (
        incident(
            18,
            adopted,
            proposed="D",
            progress=(progress("采纳", "总务处周末划线,下周一启用", "总务处", "16:00"),),
        ),
        incident(
            20,
            rejected,
            proposed="D",
            progress=(progress("不采纳", "属统一防疫要求,已说明", "初三4班", "16:10"),),
        ),
        incident(
            21,
            doubtful,
            proposed="C",
            situation="P2-3",
            state=State.TO_VERIFY,
            deadlines=(due("answer", at("23:30")),),
        ),
        incident(
            22,
            other,
            proposed="B",
            situation="P2-2",
            state=State.TO_VERIFY,
            deadlines=(due("answer", at("18:00")),),
        ),
        incident(23, parked, parked=("YQ-2021-0003",), deadlines=(due("answer", at("23:30")),)),
        incident(
            24,
            report("家长问社团活动是否恢复", "初二6班", verified="未核实"),
            proposed="unclear",
            situation="",
        ),
        incident(25, report("担心周末返校集中、校门口聚集", "保卫科", record_type="预警"), proposed="unclear"),
        calm(gone),
    )


def calm(first: Report) -> Incident:
    """An incident that is over, with everything a final review tells."""
    day = first.day
    closing = decision(
        "跟踪办结",
        DAY - timedelta(days=1),
        state="平稳",
        lead_unit="信息中心",
        evaluation="当日答复,次日扩容,家长反映消除",
        cause="平台并发不足",
        lessons="大规模网课前应做压力测试",
        improvement="每次集中网课前一天演练",
        improver="信息中心主任",
        due=DAY + timedelta(days=20),
    )
    return incident(
        1,
        first,
        state=State.CALM,
        grade="Ⅲ",
        situation="P1-3",
        told=at("18:20", day),
        causes=("3个单位报告同一情况,达到Ⅲ级。",),
        deadlines=(
            due("written", at("11:40", day), at("11:05", day)),
            due("answer", at("20:00", day), at("18:20", day)),
            due("progress", at("20:00", day + timedelta(days=3)), at("21:30", day + timedelta(days=3))),
        ),
        progress=(
            progress("核实", "信息中心核实:上午第二节平台响应超时约20分钟", "信息中心", "10:50", day),
            progress("答复", "已统一答复:次日扩容,当天作业延后一天提交", "信息中心", "17:40", day),
            progress("已转达", "已在三个年级家长群告知", "信息中心", "18:20", day),
            progress("平稳", "连续三天没有新的反映", "信息中心", "17:00", day + timedelta(days=4)),
        ),
        decisions=(
            decision("分类审定", day + timedelta(days=1), decided_class="A", account="当事人表示理解"),
            closing,
        ),
    )
