"""General words of the workbooks we write; what belongs to a domain comes from the plan."""

# drop-downs
PICK_TITLE = "请从列表中选择"
PICK = "这里只能填下拉列表中的选项。请点“重试”或“取消”,再从格子右边的小箭头里选一项。"
YES, NO = "是", "否"

# the report template
GUIDE_SHEET = "填写说明"
PROGRESS_INTRO = "下面是本单位尚未办结的事件:有进展就填一行,没有进展的不用填;同一件有几次进展可以另加行。"
SUSPECTED = (
    "其他单位报告了涉及本单位的情况,本单位当天报的是没有情况。请核实:有情况的在“{sheet}”补报一行,"
    "没有的在这一行写明核实结果。"
)
PROGRESS_INTRO_BLANK = "已上报的事件有了进展,填一行;编号见按单位生成的填报表,或汇报中的编号。"
GUIDE_STEPS = (
    "1. 先填最上面的四格。没有情况,在“{statement}”选“{zero}”,就可以存盘交表了。",
    "2. 有情况,一件事填一行。带 * 的列必填,其余知道多少填多少;右边颜色浅的列一般可以不填。",
    "3. 点到格子会出现提示,有小箭头的从列表里选。要更正交过的一行,用原来的序号重新写。",
)
GUIDE_PLACE = "存盘后放进指定的共享文件夹(inbox)。需要改的会退回来,第一张表是“回执”:照着改好,原样再交。"
GUIDE = (
    ("template.steps", "怎么填", "正文"),
    ("template.guide_text", "要求", "正文"),
    ("template.right", "这样写", "正确"),
    ("template.wrong", "不要这样写", "错误"),
    ("template.privacy", "个人信息", "提醒"),
    ("template.place", "交到哪里", "正文"),
)
"""(key of the plan's texts, heading, style) of each part of the guide."""

# what goes back
UNKNOWN_UNIT = "未知单位"
REPORT_NAME, REVIEW_NAME = "上报表", "审定表"
AUTHOR = "回执"
RECEIPT_LABELS = ("文件", "单位", "日期", "收到时间", "结果", "发到群里的一句话")
RECEIPT_COLUMNS = ("级别", "位置", "原来填的", "问题", "怎么改")
RECEIPT_HOW = "红色格子要改,改好存盘,原样再交即可(这张“回执”和“需修改”一列不用删);黄色格子是提醒,没有错就不用改。"
RECEIPT_HOW_ALONE = (
    "您的表里有图形、控件或数据条,程序写回会丢失,所以只退这张回执:请在自己保存的那一份里按“位置”改好,整份再交。"
)
RECEIPT_HOW_UNSEEN = (
    "您的表太大,或者有一部分打不开,程序写回可能会丢东西,所以只退这张回执:请在自己保存的那一份里按“位置”改好,整份再交。"
)
RECEIPT_HOW_ANEW = (
    "这一份只写回了各格的内容(原来的格式、公式、图形没有带上):"
    "红色格子改好,存盘再交即可,也可以改自己那一份;黄色格子是提醒。"
)
RECEIPT_HOW_FORM = "导出表里有多个单位的内容,不退回;请按下面写的行在表单平台里改正那份答卷,下次导出就好了。"
RECEIPT_HOW_WHOLE = "请照“怎么改”重填或改好后再交;原文件已保存,不会丢。"
RESULT = "已收 {accepted} 条,{waiting} 条待补正"
RECEIPT_HOW_ASKED = "已经全部收下,不用重交;请看下面的提醒,确有不对再照“怎么改”办。"
RESULT_ASKED = "{accepted} 条全部收下,有 {asked} 处请看一看"
RESULT_AGAIN = "与先前交的完全相同,没有重复计数"
RESULT_WHOLE = "整份退回,还没有计入"
LINE = "{sender}:已收{accepted}条,{waiting}条待补正({reasons}),请改后重交"
LINE_ASKED = "{sender}:{result};{reasons}"
LINE_WHOLE = "{sender}未能收下:{reasons},请改后重交"
ROW = "第{row}行{label}"
AND_MORE = "等"
ATTACHED = "已自动并入,不是同一件事请选“拆分”:{explained}"

# the review workbook
PRESSING = "　待办 {count} 行,排在最前(编号底色为黄)"
WAITS = {
    "confirm": "【待审定】规则提出{proposed},须由人凭证据确认,确认前一律待核实",
    "study": "【待研判】规则提不出分类,请定分类和等级",
    "grave": "【待审定】等级{grade},请定等级和处置意见",
    "again": "【再次审定】",
    "free": "【可不审定】没有不同意见就不用填",
}
AGAIN = "【再次审定】{day}已定{decided};此后{news}"
DECIDED_CLASS = "{name}类"
NEW_REPORTS = "新增报告{count}份({units})"
UNSAID = "有{count}份报告更正、撤回或拆出"
RISEN = "按规则等级由{then}升为{now}"
MERGED_IN = "与{numbers}合并办理"
NO_REQUEST = "(没有写诉求){summary}"
APPROVED = "已审定,还没有告知:{text}"
BY_KEY = "口径{key}:{text}"
TWO_ANSWERS = "口径不一,请定一个:{answers}"
TWO_VOICES = "有两个不同的审定答复,请定一个,开头写“更正:”"
TO_ANSWER = "当日要有审定答复,或处理意见和告知结果的日期"
TO_ANSWER_LATE = "答复已逾期:请今天审定答复,或写处理意见和告知结果的日期"
TO_TELL = "答复已审定,告知提出人以后请填答复时间,或由上报单位在续报里填“已转达”"
PROMISE_DUE = "承诺{day}前告知结果"
REVIEW_DUE = "已平稳,请在{day}前总结评定"
CHECK_DUE = "{day}应跟踪检查"
IMPROVE = "改进措施“{what}”应在{day}前完成;完成了请填“{label}”"
IMPROVE_LATE = "改进措施“{what}”应在{day}前完成,还没有登记完成;完成了请填“{label}”"
IMPROVE_SOME_DAY = "改进措施“{what}”还没有登记完成;完成了请填“{label}”"
NO_TRACKER = "还没有跟踪责任人和下次检查日期"

# what a unit reported before
EARLIER_TITLE = "本单位先前上报、还在办理或刚刚平稳的事项"
EARLIER_COLUMNS = ("事件编号", "目前情况", "原报内容", "审定答复", "还需要")
ITEM_REPLY = "审定答复:{reply}"
ITEM_WANTED = "还需要:{wanted}"
ITEM_MERGED = "您报的{own}已与{number}合并办理"
ITEM_ATTACHED = "与其他单位报的是同一件事,已与{number}合并办理"
WANTED_WAIT = "答复正在统一口径,请先不要对外答复"
WANTED_TELL = "请把审定答复告知提出人,再在续报填“{told}”"
WANTED_PROMISED = "已承诺{day}前告知结果;告知以后请在续报填“{told}”"
WANTED_ANSWER = "等审定答复;已经告知提出人的,请在续报填“{told}”"
WANTED_VERIFY = "请核实,在续报填“{verify}”"
WANTED_PROGRESS = "有进展请填续报"
SEVERAL_UNITS = "{first}等{count}个单位"
DAY = "{month}月{day}日"
MOMENT = "{day} {time}"
WHOLE_FILE = "整份文件"
MARK = "【{severity}】{problem}{remedy}"

# the register
INCIDENT = {
    "number": "事件编号",
    "opened": "登记时间",
    "situation": "情形",
    "class": "分类",
    "confirmed": "已审定",
    "grade": "等级",
    "state": "状态",
    "units": "上报单位",
    "reports": "报告数",
    "told": "告知时间",
    "promised": "承诺答复日期",
    "deadlines": "时限",
    "overdue": "逾期项",
    "source": "出处",
}
REPORT = ("报告编号", "事件编号", "单位", "上报日期", "角色", "收到时间", "计数情况")
PROGRESS = ("事件编号", "单位", "收到时间")
RUNNING = ("时间", "事件编号", "单位", "类别", "内容", "出处")
UNIT, SOURCE, NONE, NOT_DUE = "单位", "出处", "待研判", "—"
COUNTS = ("类别", "项目", "数量")
BASIS, DECIDED = "{name}依据", "已审定"
CHANGED = ("变化", "事件编号", "上期", "本期", "另一事件", "出处")
STATUS = {
    "counted": "计入",
    "revised": "已被更正",
    "repeated": "重复上报",
    "withdrawn": "已撤回",
    "tallied": "仅计数",
    "referred": "已转介",
    "restricted": "受限办理",
    "merged": "合并办理",
}
