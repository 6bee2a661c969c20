"""General words of the workbooks we write; what belongs to a domain comes from the plan."""

# drop-downs
PICK_TITLE = "请从列表中选择"
PICK = "这里只能填下拉列表中的选项。请点“重试”或“取消”,再从格子右边的小箭头里选一项。"
YES, NO = "是", "否"

# the report template
GUIDE_SHEET = "填写说明"
PROGRESS_INTRO = "下面是本单位尚未办结的事件:有进展就填一行,没有进展的不用填;同一件有几次进展可以另加行。"
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
