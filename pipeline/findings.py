"""Findings: mistakes and questions as values, and every sentence a person reads about them.

A finding names the cell, what stood there, what is expected and the remedy. The wording of all of them is
the table `WORDING`; a sentence is built nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from gettext import gettext as _


class Severity(StrEnum):
    """An error keeps its row waiting; a hint may be confirmed and the row counts meanwhile."""

    ERROR = "错误"
    HINT = "提醒"


@dataclass(frozen=True, slots=True)
class Wording:
    """The three parts of a finding's sentence; `{stood}` and named values are filled in."""

    severity: Severity
    problem: str
    remedy: str
    whole: bool = False
    """Whether the workbook cannot be attributed and is returned whole."""
    asks: bool = False
    """Whether its sender gets a receipt for it, though every row counts."""


def _error(problem: str, remedy: str) -> Wording:
    return Wording(Severity.ERROR, problem, remedy)


def _hint(problem: str, remedy: str) -> Wording:
    return Wording(Severity.HINT, problem, remedy)


def _asked(problem: str, remedy: str) -> Wording:
    return Wording(Severity.HINT, problem, remedy, asks=True)


def _whole(problem: str, remedy: str) -> Wording:
    return Wording(Severity.ERROR, problem, remedy, whole=True)


WORDING: dict[str, Wording] = {
    # files that cannot be read
    "file.not_a_workbook": _whole(
        _("这个文件不是电子表格(扩展名是表格,内容不是)"), _("请用 Excel 或 WPS 打开填报模板,填好后另存为 .xlsx 再交")
    ),
    "file.unknown_type": _whole(
        _("这种文件({stood})不能读取"), _("请把内容填进填报模板,存为 .xlsx、.xls、.ods 或 .csv 再交")
    ),
    "file.password": _whole(_("文件设了打开密码,读不出来"), _("请在 Excel 或 WPS 中取消密码,另存后再交")),
    "file.damaged": _whole(_("文件已损坏,读不出来"), _("请重新打开自己保存的那一份,另存为 .xlsx 再交")),
    "file.too_large": _whole(_("文件太大,超过读取的限度"), _("请删去图片和无关的工作表,只留填报模板的内容再交")),
    "file.unsafe": _whole(
        _("文件里夹带了宏表、实体定义一类不安全的内容,没有读取"), _("请在新的填报模板中重填,存为 .xlsx 再交")
    ),
    "file.quarantined": _whole(_("读取这个文件时程序两次中断,已隔离保存"), _("请在新的填报模板中重填,并告诉收表的人")),
    "file.empty": _whole(_("工作簿里什么也没有填"), _("没有情况也请在“本期情况”选“零报告”后再交")),
    # whose workbook it is
    "template.other_plan": _whole(
        _("这是另一套方案({stood})的模板,不是本方案({expected})的"), _("请改用本方案的填报模板重填后再交")
    ),
    "template.unknown": _whole(
        _("没有找到填报模板的标题行(如{expected}),像是别的表"),
        _("请用填报模板填写;如要沿用自己的表,请至少保留这些标题"),
    ),
    "template.old": _hint(_("用的是旧版模板({stood}),已按标题识别"), _("下次请用新模板({expected})")),
    "template.sheets": _whole(_("找到 {stood} 张都像填报表的工作表,不知以哪张为准"), _("请只保留一张“{expected}”再交")),
    "unit.missing": _whole(_("没有填单位"), _("请在“{label}”右边的格子选择单位")),
    "unit.unknown": _whole(_("名册里没有单位“{stood}”{nearest}"), _("请从下拉列表选择单位;新单位请先请编报人加进名册")),
    "unit.not_reporting": _whole(_("“{stood}”不是报送单位"), _("请从下拉列表选择报送的单位,由该单位的责任人填报")),
    "date.missing": _whole(_("没有填上报日期"), _("请在“{label}”右边的格子填日期,如 {expected}")),
    "date.unreadable": _whole(_("上报日期“{stood}”看不懂"), _("请写成 {expected} 这样的日期")),
    "date.future": _whole(_("上报日期 {stood} 在收到日期({expected})之后"), _("请改成实际上报的日期")),
    "date.too_old": _whole(_("上报日期 {stood} 比收到日期({expected})早了 {days} 天以上"), _("请核对年份和日期后再交")),
    "statement.missing": _hint(_("没有选本期情况"), _("已按填写的内容理解;下次请选“{expected}”")),
    "statement.unknown": _hint(_("本期情况“{stood}”不在选项中"), _("已按填写的内容理解;请选“{expected}”")),
    "statement.unclear": _error(
        _("本期情况“{stood}”不在选项中,表里也没有一行内容"), _("请选“{expected}”;有情况请填写内容")
    ),
    "statement.contradicts": _error(
        _("选了“{stood}”,下面却填了 {count} 行内容"), _("有情况请改选“{expected}”;确实没有请清空这些行")
    ),
    "statement.nothing": _error(
        _("选了“{stood}”,但表中没有一行内容"), _("没有情况请改选“{expected}”;有情况请填写内容")
    ),
    "role.unknown": _hint(_("上报人角色“{stood}”不在选项中"), _("请选:{expected}")),
    # headings
    "heading.missing": _error(_("缺少必填列“{expected}”"), _("请从填报模板补上这一列,或换用模板重填")),
    "heading.twice": _error(_("“{stood}”这一列出现了两次"), _("请只保留一列")),
    "heading.unknown": _hint(_("多了一列“{stood}”,没有读取"), _("内容请写进“备注”等模板已有的列")),
    "heading.blank": _hint(_("这一列没有标题,里面的内容没有读取"), _("内容请写进“备注”等模板已有的列")),
    "heading.none": _error(
        _("“{stood}”这张表的标题行认不出来,里面的内容没有读取"), _("请从模板补回标题行(如{expected})后再交")
    ),
    "heading.hidden": _hint(
        _("隐藏的工作表“{stood}”里有填好的内容,没有读取"), _("请取消隐藏,把内容并入“{expected}”再交;不用的请删去")
    ),
    "table.total": _hint(_("“{stood}”这一行像是合计,没有当作一条内容"), _("请删去合计行,条数由程序统计")),
    "table.note": _hint(_("“{stood}”这一行像是表下的说明,没有当作一条内容"), _("如果是要上报的内容,请写进表格各列")),
    # the export of an online form
    "form.unit": _whole(
        _("这份在线表单里没有问“{label}”"),
        _("请把问单位的那一题改名为“{label}”,或在方案的“字段”表给它加别名,再导出重交"),
    ),
    "form.time": _error(_("“{label}”{stood} 看不懂"), _("请照平台导出的样子写明日期和时间,如 {expected} 9:40")),
    # any cell
    "cell.required": _error(_("“{label}”没有填"), _("请填写{hint}")),
    "cell.error": _error(_("公式出错,显示为 {stood}"), _("请把“{label}”直接写成文字")),
    "cell.picture": _hint(_("“{label}”里是一张图片,程序不读图片"), _("请把要点写成文字,图片另存并写材料编号")),
    "cell.choice": _error(_("“{stood}”不在“{label}”的选项中{nearest}"), _("请从下拉列表选一项:{expected}")),
    "cell.date": _error(_("“{stood}”看不懂是哪一天"), _("请写成 {expected} 这样的日期")),
    "cell.datetime": _error(_("“{stood}”看不懂是什么时间"), _("请写成 9:40 或 {expected} 9:40")),
    "cell.integer": _error(_("“{label}”应是整数,这里是“{stood}”"), _("请填整数")),
    "cell.number_as_date": _error(
        _("“{label}”这里是数字 {stood},看不出是哪一天"), _("请把格子设成日期,或写成 {expected}")
    ),
    "cell.unit": _error(_("名册里没有“{stood}”{nearest}"), _("请从下拉列表选择,多个用顿号隔开")),
    "cell.too_long": _error(_("“{label}”有 {count} 字,太长"), _("请压缩到 {expected} 字以内,细节另附材料编号")),
    "cell.too_short": _hint(_("“{label}”只写了“{stood}”,看不出是什么事"), _("请写清谁关心什么事,到哪一步")),
    "cell.formula_like": _hint(_("“{label}”以“{stood}”开头,像公式"), _("请改写成文字;程序已按文字处理")),
    "cell.control": _hint(_("“{label}”里有看不见的控制字符,已去掉"), _("从别处复制时请用“只粘贴文字”")),
    "cell.fullwidth": _hint(_("“{stood}”用了全角数字,已按半角理解"), _("数字请用半角填写")),
    "cell.id_number": _error(_("“{label}”里有身份证号码"), _("请删去号码再交;本表不收身份证号")),
    "cell.bank_number": _error(_("“{label}”里有银行卡号一类的长数字"), _("请删去号码再交")),
    "cell.phone": _hint(_("“{label}”里有手机号码"), _("请删去号码;汇报中会自动遮盖")),
    "cell.name": _hint(_("“{label}”里像有人名(“{stood}”)"), _("请改写为不含姓名的称呼;汇报中会自动遮盖")),
    "cell.insult": _hint(_("“{label}”用了给人定性的词“{stood}”"), _("请只写事实,如改为“{expected}”")),
    "cell.merged": _hint(_("“{label}”是合并单元格"), _("请取消合并,每行各填一格")),
    # across cells of a row
    "row.found_future": _error(_("“{label}”{stood} 晚于收到时间({expected})"), _("请改成实际的时间")),
    "row.found_after_report": _error(_("“{label}”{stood} 在上报日期 {expected} 之后"), _("请核对这两个时间")),
    "row.found_long_ago": _hint(
        _("“{label}”{stood} 比上报日期早了 {days} 天"), _("请确认日期没有写错;没错请在“确认属实”选“是”")
    ),
    "row.answer_needs_time": _error(_("“{label}”没有写时间"), _("请写明几点,如“9:50 已答复……”")),
    "row.answer_future": _error(_("答复时间 {stood} 晚于收到时间"), _("请改成实际答复的时间;还没答复请留空")),
    "row.answer_before_found": _hint(
        _("答复时间 {stood} 早于发现时间 {expected}"), _("请核对两个时间;没错请在“确认属实”选“是”")
    ),
    "row.cause_unverified": _hint(
        _("“{label}”写了原因(“{stood}”),而核实情况是未核实"),
        _("还没核实的请不写原因,可写“原因正在核实”;已经核实的请改“核实情况”"),
    ),
    "row.situation_phase": _error(
        _("“{label}”填的“{stood}”不属于这一天的阶段({expected})"), _("请换一项,或在备注写明原因")
    ),
    "row.untrue_no_evidence": _hint(_("“{label}”是“{stood}”,但没有写依据"), _("请在“材料编号”或“备注”写明核实的依据")),
    "row.public_no_place": _hint(_("“{label}”是“{stood}”,但没有说明在哪里"), _("请在备注写明地方和时间,不必写是谁")),
    "row.spread_channel": _hint(_("来源渠道是“{stood}”,传播层级却是“{expected}”"), _("请核对传播层级")),
    "row.withdraw_no_target": _error(_("撤回没有写明撤回哪一条"), _("请在“关联编号”写原来的序号或事件编号")),
    "row.withdraw_no_such": _asked(_("没有找到要撤回的“{stood}”"), _("请在“关联编号”写本单位原来的序号或事件编号")),
    "row.evidence_no_target": _hint(_("核实材料没有写关联编号"), _("请写事件编号;不知道可留空,由审定的人归并")),
    "row.related_unknown": _error(_("没有编号为“{stood}”的事件{nearest}"), _("请核对编号,或留空")),
    "row.help_self": _hint(_("“{label}”填的就是本单位"), _("请填需要协助的其他单位,或留空")),
    "row.repeated_in_file": _hint(_("与第 {stood} 行内容相同"), _("如是同一件事请删去一行")),
    "row.serial_twice": _error(_("序号 {stood} 用了两次"), _("请改成不同的序号")),
    "row.same_serial_other_text": _asked(
        _("序号 {stood} 的内容与先前交的不同,已作为新的一行"), _("如是更正原来那一行,请在“关联编号”写原序号并说明")
    ),
    "row.missing_from_later": _asked(
        _("先前交的第 {stood} 条这次没有,仍按先前的保留"), _("如要撤回,请加一行,记录类型选“撤回”")
    ),
    "row.repeat_of_earlier": _asked(
        _("与 {stood} 上报的内容相同,按重复上报处理,不另计数"), _("如有新情况请写在“续报”")
    ),
    "row.older_copy": _asked(
        _("这一行收到得比后来更正的那一份早,仍以更正的为准"), _("如要改回这样写,请打开这份表,存盘后再交")
    ),
    "row.older_words": _asked(
        _("这一行又写回了更正以前的内容,已按这一份改回"), _("如是误交了旧表,请打开更正过的那一份,存盘后再交")
    ),
    "file.older_copy": _asked(
        _("与先前交过的一份完全相同,而那一份后来已经更正,仍以更正的为准"),
        _("如要以这一份为准,请打开它,存盘后再交"),
    ),
    "row.date_in_doubt": _asked(
        _("{stood} 已交过一份内容完全不同的表,这一份按补充收下,标为日期待确认"), _("请确认上报日期是否忘了改")
    ),
    "row.safety": _hint(
        _("这一行涉及人身安全,已立即转交专人,不进入汇报"),
        _("请现在就打电话:{expected};今后这类情况请直接打电话,不要填表"),
    ),
    "row.unlike_file_name": _hint(_("文件名像是“{stood}”的,表里的单位是“{expected}”"), _("请核对单位有没有选错")),
    # progress
    "progress.number_unknown": _error(_("没有编号为“{stood}”的事件{nearest}"), _("请从续报表已列出的编号中选用")),
    "progress.number_closed": _hint(_("事件 {stood} 已办结"), _("如重新出现,请写明新情况;会重新办理")),
    "progress.future": _error(
        _("“{label}”{stood} 晚于收到时间({expected})"), _("请改成实际发生的时间;还没有发生的先不填")
    ),
    "progress.before_opened": _hint(
        _("“{label}”{stood} 早于事件登记时间({expected})"), _("请核对日期;没错请在“确认属实”选“是”")
    ),
    "progress.promise_needs_date": _error(_("进展类型是“{stood}”,但没有填“{label}”"), _("请填具体日期")),
    "progress.promise_past": _error(
        _("“{label}”{stood} 已经过去"), _("请填今天或以后的日期;已经做完的,请改选做完的进展类型")
    ),
    "progress.next_past": _error(_("“{label}”{stood} 早于这次公布"), _("请填下一次公布的日期,或留空")),
    "progress.publish_needs_channel": _error(
        _("进展类型是“{stood}”,但没有填“{label}”"), _("请填在哪里公布,如“{expected}”")
    ),
    "progress.first_needs_next": _hint(_("首次公布没有写“{label}”"), _("请填下次公布的日期,或写明何时不再公布")),
    "progress.cause_unverified": _hint(
        _("“{label}”写了原因(“{stood}”),而这件事还没有核实"), _("还没核实的请不写原因;已经核实的,请另填一行“核实”")
    ),
    "progress.reject_needs_reason": _error(_("不采纳没有写理由"), _("请在“{label}”写明不采纳的理由")),
    "progress.visit_not_agreed": _error(
        _("进展类型是“{stood}”,没有写明双方同意"), _("请在“{label}”选“{expected}”;还没有商定的,先用电话支持")
    ),
    # review
    "review.unsigned": _asked(_("“{label}”没有签署,这一行还不作数"), _("请补上签署人、批示方式和批示日期后再交")),
    "review.half_signed": _hint(_("签署不全,缺“{label}”"), _("请补上,以便日后查对")),
    "review.not_on_roster": _error(
        _("审定人“{stood}”不在可审定的名单中"), _("请由名单中的人审定,或先在方案的人员角色中登记")
    ),
    "review.concerned": _error(
        _("审定人“{stood}”是这一事件的上报方或涉事单位责任人,应当回避"), _("请由名单中的其他人审定")
    ),
    "review.part_elsewhere": _error(_("报告“{stood}”不在事件“{expected}”中"), _("请照审定表已列出的两个编号填")),
    "review.number_unknown": _error(_("没有编号为“{stood}”的事件{nearest}"), _("请用审定表已列出的编号")),
    "review.answer_unknown": _error(_("没有编号为“{stood}”的口径{nearest}"), _("请用方案“口径”表里的编号,或留空")),
    "review.answer_expired": _error(_("口径“{stood}”在 {expected} 不在有效期内"), _("请用有效的口径,或直接写审定答复")),
    "review.answer_differs": _asked(
        _("口径 {expected} 的内容与这里写的“{stood}”不同,对外以这里写的为准"),
        _("要用口径原文的,请清空“{label}”;另拟答复的,请清空口径编号"),
    ),
    "review.two_answers": _error(
        _("事件 {incident} 有两个不同的审定答复:{other}是“{expected}”,这里是“{stood}”"),
        _("对外口径须一致,请统一成一个;要改口的,请在“{label}”开头写“{mark}:”"),
    ),
    "review.answer_blank": _error(_("写了“{label}”{stood},没有写答复的内容"), _("请在“审定答复”写明答复,或填口径编号")),
    "review.cause_unverified": _error(
        _("“{label}”写了原因(“{stood}”),而事实还没有核实"),
        _("请改为“原因正在核实”;已经核实的,请先在“续报”填一行“核实”"),
    ),
    "review.cause_waits": _asked(
        _("“{label}”写了“{stood}”,而这件事还没有核实,总结评定里先写“尚在核实”"),
        _("核实了请在“续报”填一行“核实”,这里写的随即采用;核实的结果不同,请重新写"),
    ),
    "review.draft_cause": _hint(
        _("“{label}”写了原因(“{stood}”),而事实还没有核实"), _("审定答复里请不要写原因,可写“原因正在核实”")
    ),
    "review.draft_signed": _asked(
        _("签了字,没有写审定答复,拟答复还不能对外"), _("同意“{label}”的,请把它抄到“审定答复”,或填口径编号")
    ),
    "review.promise_past": _error(_("“{label}”{stood} 已经过去"), _("请填今天或以后的日期;已经答复的,请填“答复时间”")),
    "review.promise_alone": _asked(
        _("写了“{label}”,没有写怎样办理"), _("请在“拟答复”或“审定答复”写明处理意见,当日才算已告知处理意见和日期")
    ),
    "review.class_no_evidence": _error(
        _("审定为“{stood}”没有写证据编号"), _("请写证据编号;没有证据的不要审定为这一类")
    ),
    "review.authority_no_grounds": _error(_("写了商请单位,没有写“{label}”"), _("商请须有证据和法律依据,请补上")),
    "review.future": _error(_("“{label}”{stood} 还没有到"), _("请改成实际的日期")),
    "review.wrong_folder": _whole(_("审定表放错了文件夹"), _("请放进 inbox/审定/;上报表请直接放进 inbox/")),
    "review.downgrade_no_reason": _error(_("下调等级没有写理由"), _("请在“{label}”写明理由")),
    # the workbook
    "workbook.pictures": _hint(_("贴了 {stood} 张图片,程序不读图片"), _("请把要点写成文字,图片另存并写材料编号")),
    "workbook.macros": _hint(_("工作簿带有宏,程序没有运行"), _("请另存为不带宏的 .xlsx,下次用填报模板")),
    "workbook.links": _hint(
        _("工作簿有 {stood} 处链接到别的文件或程序,没有打开,按表里存着的值读取"), _("请把链接换成文字或数字")
    ),
    # the plan
    "plan.sheet_missing": _error(_("方案缺少工作表“{stood}”"), _("请从导出的方案或上一版补回这张表")),
    "plan.sheet_name": _error(
        _("工作表名“{stood}”不能用"), _("请改名:31 字以内,不以“_”或单引号开头,不含 [ ] : * ? / \\,也不叫“{expected}”")
    ),
    "plan.heading_missing": _error(_("工作表缺少列“{expected}”{nearest}"), _("请补上这一列,标题一字不差")),
    "plan.default": _hint(_("缺少{what}“{expected}”,已用默认的“{taken}”"), _("要改请补上;不改也可以使用")),
    "plan.needed": _error(_("缺少程序要用的{what}“{expected}”{nearest}"), _("请补上这一行;写法可参照随程序附带的方案")),
    "plan.unused": _hint(_("程序不用“{stood}”这个键{nearest}"), _("请核对有没有写错;确实不用的可以删去")),
    "plan.braces": _error(_("“{label}”里的“{stood}”填不进内容"), _("请改为{expected}")),
    "plan.control": _error(_("格子里有看不见的控制字符"), _("请删去重写;从别处复制时请用“只粘贴文字”")),
    "plan.too_long": _error(_("格子里有 {count} 字,工作表放不下"), _("请压缩到 {expected} 字以内")),
    "plan.value": _error(_("“{label}”这里是“{stood}”:{reason}{nearest}"), _("请改为{expected}")),
    "plan.reference": _error(_("“{label}”写的“{stood}”没有定义{nearest}"), _("请改用已定义的:{expected}")),
    "plan.twice": _error(_("“{stood}”重复了"), _("请删去或改名")),
    "plan.rule": _error(_("规则 {stood}:{reason}"), _("请改为{expected}")),
    "plan.text_unreadable": _error(
        _("方案文本 {stood} 读不出来"), _("请存为 UTF-8 的 CSV,或重新执行 sitrep plan export")
    ),
    "plan.changed": _error(_("写出的方案与文本不一致:{stood}"), _("请把这张表改成普通文字再导入;现有的方案没有改动")),
    "plan.gap": _hint(
        _("有的情况没有一条规则命中,例如:{example}"), _("请补一条规则,或在最后加一条条件全空的规则,写明这时怎么办")
    ),
    "plan.overlap": _error(
        _("规则 {stood} 与规则 {rules} 会同时命中,而这张表只许一条命中,例如:{example}"),
        _("请改条件把它们分开;要让写在前面的先用,请把左上角的 U 改为 F"),
    ),
    "plan.conflict": _error(
        _("规则 {stood} 与规则 {rules} 会同时命中,结果却不同,例如:{example}"), _("请改条件把它们分开,或写成同一结果")
    ),
    "plan.shadowed": _hint(
        _("规则 {stood} 永远轮不到:凡是它能命中的,{rules} 已先命中,例如:{example}"),
        _("请把它移到前面,或改写条件;用不着就删去"),
    ),
    "plan.impossible": _hint(_("规则 {stood} 永远不会命中:“{label}”{reason}"), _("请改写条件;用不着就删去这条规则")),
    "plan.unreachable": _hint(
        _("没有一条规则会得出“{stood}”"), _("请补一条得出它的规则;用不着就从字典“{expected}”中删去")
    ),
    "plan.unused_list": _hint(_("词表“{stood}”没有用到"), _("请在规则里写 @{stood},或删去这个词表")),
    "plan.no_deadline": _hint(
        _("等级“{stood}”没有“{label}”的时限"), _("请在“时限”里补一行,等级写 {stood},事项写 {expected}")
    ),
    "plan.idle_deadline": _hint(
        _("没有一条规则会得出等级“{stood}”,这条时限只在由人定为这一级时才用得上"),
        _("请补一条得出它的规则,或删去这一行"),
    ),
    "plan.unfinished": _hint(
        _("规则太多太杂,没有查完:可能还有没有规则命中的情况,或永远轮不到的规则"),
        _("请减少一条规则里的条件,或请懂规则的人复核"),
    ),
    "plan.unconfirmed": _error(
        _("“{stood}”类只能由人凭证据确认,这里没有写明"),
        _("请在“分类作用”里给它的代码加上 {expected},几个之间用 | 分开"),
    ),
    "plan.unfair": _error(
        _("“{stood}”会由规则直接定类,而这一类只能由人确认"), _("请在字典“{label}”里把它写成“拟…”,代码写 {expected}")
    ),
    "plan.personal": _error(_("规则不能按个人来判断,“{stood}”指向个人"), _("请删去这一列,改用不指向个人的字段")),
    "plan.punishment": _error(
        _("这里写了“{stood}”,而方案不提出、不建议任何处分"), _("请删去,只写事实和怎样办理、答复")
    ),
    "plan.unset": _hint(
        _("时限 {id}(“{stood}”)还没有配置,页面上写“未配置”,不会按任何默认值计时"),
        _("请在“数值”和“单位”填写已确定的时限"),
    ),
    "plan.dictionary_missing": _error(_("字典里没有“{stood}”"), _("请从导出的方案或上一版补回这几行")),
    "plan.other": _error(
        _("这个站点的台账是方案“{expected}”记的,方案工作簿现在是“{stood}”,没有处理也没有移动任何文件"),
        _("请换回“{expected}”的方案工作簿;另一套方案请用 sitrep init 另建站点"),
    ),
    "plan.unreadable": _error(_("方案工作簿打不开"), _("请从备份恢复 templates/plan.xlsx,或用 plan import 从文本重建")),
    # the archive, the ledger and the outbox against each other
    "audit.original": _error(_("存档的原件与收到时不符:{name}"), _("请从备份恢复 {path}")),
    "audit.original_gone": _error(_("存档里没有原件:{name}"), _("请从备份恢复 {path}")),
    "audit.plan": _error(_("存档的方案与保存时不符,或已缺失:{name}"), _("请从备份恢复 {path}")),
    "audit.line": _error(_("存档日志第 {stood} 行不是本程序写的样子"), _("请从备份恢复 ledger/archive/nights.jsonl")),
    "audit.line_other": _error(
        _("存档日志里,{name}的“{label}”是“{stood}”,台账里是“{expected}”"),
        _("请从备份恢复 ledger/archive/nights.jsonl;台账另有不符的先看台账"),
    ),
    "audit.line_gone": _error(
        _("台账里有{name},存档日志里没有"),
        _("请再运行一次 sitrep run;仍有此条的,请从备份恢复 ledger/archive/nights.jsonl"),
    ),
    "audit.line_extra": _error(_("存档日志里有{name},台账里没有"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.ledger": _error(_("台账打不开:{reason}"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.guard": _error(_("台账的防改保护 {stood} 不在了,或不起作用了"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.row": _error(_("台账“{table}”表的{name}与写入时不符{fields}"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.row_gone": _error(_("台账“{table}”表少了{name}"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.row_added": _error(_("台账“{table}”表多了{name}"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.table": _error(_("台账“{table}”表的行与最近一次封存不符"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.event": _error(_("台账第 {stood} 条事件与写入时不符{fields}"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.event_gone": _error(_("台账缺少第 {stood} 条事件"), _("请运行 sitrep rebuild,由存档重建台账")),
    "audit.issued": _error(_("签发时留存的文件与签发时不符:{name}"), _("请从备份恢复 {path}")),
    "audit.issued_gone": _error(_("签发时留存的文件不见了:{name}"), _("请从备份恢复 {path}")),
    "audit.outbox": _error(_("outbox/{name} 与签发时不符"), _("请运行 sitrep report --date {day},放回签发的文件")),
    "audit.outbox_gone": _error(_("outbox/{name} 不见了"), _("请运行 sitrep report --date {day},放回签发的文件")),
    "audit.outbox_open": _error(_("outbox/{name} 应只有本人可读,现在别人也能读"), _("请把它的权限改回只有本人可读")),
    "audit.outbox_manifest": _error(
        _("{name} 所列的文件与台账的签发记录不符"), _("请运行 sitrep rebuild --check 查看")
    ),
    # a rebuilt ledger against the one that was there
    "rebuild.row": _error(
        _("“{table}”表的{name},重建的与原来的不同:{fields}"), _("请先运行 sitrep audit 查明哪一份对")
    ),
    "rebuild.row_gone": _error(_("“{table}”表的{name},重建的里面没有"), _("请先运行 sitrep audit 查明哪一份对")),
    "rebuild.row_added": _error(_("“{table}”表的{name},原来的里面没有"), _("请先运行 sitrep audit 查明哪一份对")),
    "rebuild.step": _error(
        _("{name}重建后与存档日志所记不符"), _("程序、组件或字体的版本与当时不同时会这样;请用当时的版本再试")
    ),
    "rebuild.outbox": _error(_("outbox/{name} 与重建的不同"), _("请打开两份比对;重建时原来的一份移到 ledger/kept/ 里")),
    "rebuild.outbox_gone": _error(_("outbox/{name} 不在,重建的有"), _("请运行 sitrep rebuild,会放回原处")),
}

REASONS: dict[str, str] = {
    "blank": _("没有填"),
    "yes_no": _("只能是“是”或“否”"),
    "choice": _("不在可选的值中"),
    "integer": _("不是整数"),
    "number": _("不是数字"),
    "date": _("看不懂是哪一天"),
    "time": _("看不懂是几点几分"),
    "range": _("超出了允许的范围"),
    "form": _("写法不对"),
    "zone": _("没有这个时区"),
    "order": _("先后或大小颠倒"),
    "overlap": _("与“{other}”的日期重叠"),
    "hit_policy": _("左上角不是命中策略"),
    "no_result": _("没有以“→”开头的结果列"),
    "no_why": _("最后一列不是“理由”"),
    "no_id": _("没有规则编号"),
    "no_outcome": _("一个结果也没有填"),
    "fact_type": _("这一列要的是{kind}"),
    "empty_range": _("这个范围里没有任何值"),
    "cell_count": _("有 {count} 格,与标题的格数不符"),
    "aggregated": _("汇总的命中策略只能有一个结果列"),
    "no_priority": _("按优先级取结果,却没有一个结果列有排好先后的字典"),
    "several": _("这张表要得出一个结论,不能用取多条结果的命中策略"),
    "unsatisfiable": _("的条件没有一种情况能满足"),
    "never_known": _("在这张表里总是空白,要到后面的表才知道"),
    "together": _("规则 {rules} 合起来"),
    "alone": _("规则 {rules}"),
    "all_blank": _("各项都空白"),
    "blank_fact": _("空"),
    "rest_blank": _("其余空白"),
    "rest_open": _("其余不论"),
    "unfair": _("规则 {rule} 直接定为“{said}”,没有由人确认,不作数"),
    "both_hit": _("规则 {first} 与 {second} 同时命中,而这张表只许一条命中"),
    "conflict": _("规则 {first} 与 {second} 同时命中,结果却不同"),
}
"""Why a value of the plan cannot be used, and other parts of sentences about a plan."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or question, with the place it is about."""

    code: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    """Physical address such as `F12`; "" for the sheet or the workbook as a whole."""
    stood: str = ""
    values: tuple[tuple[str, str], ...] = ()
    """Further values of the sentence, by name."""

    @property
    def wording(self) -> Wording:
        """Its entry in the table."""
        return WORDING[self.code]

    @property
    def severity(self) -> Severity:
        """Error or hint."""
        return self.wording.severity

    @property
    def is_error(self) -> bool:
        """Whether it keeps a row, or the workbook, waiting."""
        return self.severity is Severity.ERROR

    @property
    def asks(self) -> bool:
        """Whether its sender gets a receipt for it, though every row counts."""
        return self.wording.asks

    @property
    def where(self) -> str:
        """`上报!F12`, `上报`, or ""."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    @property
    def expected(self) -> str:
        """What should stand there, where that can be said."""
        return dict(self.values).get("expected", "")

    @property
    def problem(self) -> str:
        """What is wrong, without the place."""
        return self._filled(self.wording.problem)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self._filled(self.wording.remedy)

    @property
    def sentence(self) -> str:
        """The whole Chinese sentence: place, problem, remedy."""
        place = f"{self.where}:" if self.where else ""
        return f"{place}{stopped(self.problem)}{stopped(self.remedy)}"

    def _filled(self, text: str) -> str:
        values = {"stood": self.stood, "expected": "", "label": "", "hint": "", "nearest": "", **dict(self.values)}
        return text.format_map(values)


def finding(
    code: str, *, file: str = "", sheet: str = "", cell: str = "", stood: object = "", **values: object
) -> Finding:
    """A finding of that code; `stood` is cut to 60 characters, `nearest` becomes a question."""
    shown = " ".join(str(stood).split())
    shown = shown if len(shown) <= 60 else shown[:59] + "…"  # noqa: PLR2004 (the length stated above)
    filled = {k: str(v) for k, v in values.items() if v is not None}
    if filled.get("nearest"):
        filled["nearest"] = _(",是不是“{}”?").format(filled["nearest"])
    return Finding(code, file, sheet, cell, shown, tuple(sorted(filled.items())))


def stopped(text: str) -> str:
    """A text with a full stop, unless it asks or ends already."""
    return text if text.endswith(("?", "？", "。")) else f"{text}。"


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only the errors."""
    return tuple(f for f in findings if f.is_error)


def returns_whole(findings: Iterable[Finding]) -> bool:
    """Whether a workbook with these findings cannot be attributed."""
    return any(f.wording.whole for f in findings)
