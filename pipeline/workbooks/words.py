"""General words of the workbooks we write; what belongs to a domain comes from the plan."""

# drop-downs
PICK_TITLE = "请从列表中选择"
PICK = "这里只能填下拉列表中的选项。请点“重试”或“取消”,再从格子右边的小箭头里选一项。"
YES, NO = "是", "否"

# the plan workbook
ABOUT_SHEET = "说明"
PLAN_TITLE = "方案工作簿"
PLAN_INTRO = (
    "这本工作簿规定程序怎样收表、判断、计时和出报告。改好存盘,运行 sitrep plan check 检查,有错会指到格子。",
    "改动从下一夜起生效,已经印发的不变。格子都是文本格式:日期写 2021-03-25,时间写 20:00,是或否写“是”“否”。",
    "不要改工作表名和第 1 行的标题;行可以增删、排序。“说明”这张表程序不读,可以随意记事。",
)
PLAN_COLUMNS = ("工作表", "用途")
PLAN_SHEETS = {
    "基本信息": "单位名称、编号前缀、截止时刻、首行提示与联系电话、归并的分数线、静默天数等,一行一项。",
    "单位名册": "报送的单位:级别、组别、责任人、代理人、别名。新单位加一行即可。",
    "人员角色": "组织中的角色和担任人;空着显示“未配置”,“可审定”为是的人才能签审定表。",
    "字段": "填报模板和审定表的每一列:标签、别名、类型、必填、字典、提示。改这里,模板随之改变。",
    "阶段": "按日期划分的阶段和报送的频次。",
    "情形": "每个阶段可能出现的情形,即下拉列表里的内容。",
    "字典": "各个下拉列表的值、程序用的代码和别名。",
    "词表": "规则里用 @词表 引用的词,以及遮盖用的写法。",
    "时限": "各等级各事项多久之内完成。",
    "口径": "统一审定过的答复,一次审定,处处一致。",
    "日历": "与国家日历不同的工作日、休息日。",
    "报表": "各种报告的标题、文件名和固定用语。",
    "保存期限": "各类内容保存多少天。",
}
RULE_SHEET = "决策表:A1 是命中方式,左边各列是条件,标题以“→”开头的是结果,最后一列是理由;一行一条规则,从上往下读。"
HIT_POLICY_TITLE = "命中方式"
HIT_POLICY = (
    "U 只许一条命中;F 取第一条;P 取结果优先的;A 各条结果相同;R 按行的顺序;O 按结果的顺序;"
    "C 全部收集(C+ 合计,C< 最小,C> 最大,C# 个数)。"
)
CONDITION = "空白或 - 表示任意;甲,乙 表示其一;非(甲);>=3;[2..5];含(词,@词表)。"
OTHER_SHEET = "方案的附加内容。"

# the report template
GUIDE_SHEET = "填写说明"
PROGRESS_INTRO = "下面是本单位尚未办结的事件:有进展就填一行,没有进展的不用填;同一件有几次进展可以另加行。"
PROGRESS_INTRO_BLANK = "已上报的事件有了进展,填一行;编号见退回的回执或办公室的通知。"
GUIDE_STEPS = (
    "1. 先填最上面的四格。没有情况,在“{statement}”选“{zero}”,就可以存盘交表了。",
    "2. 有情况,一件事填一行。带 * 的列必填,其余知道多少填多少;右边颜色浅的列一般可以不填。",
    "3. 点到格子会出现提示,有小箭头的从列表里选。要更正交过的一行,用原来的序号重新写。",
)
GUIDE_PLACE = "存盘后放进办公室指定的共享文件夹(inbox)。需要改的会退回来,第一张表是“回执”:照着改好,原样再交。"
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
RECEIPT_HOW_WHOLE = "请照“怎么改”重填或改好后再交;原文件已保存,不会丢。"
RESULT = "已收 {accepted} 条,{waiting} 条待补正"
RESULT_WHOLE = "整份退回,还没有计入"
LINE = "{sender}:已收{accepted}条,{waiting}条待补正({reasons}),请改后重交"
LINE_WHOLE = "{sender}未能收下:{reasons},请改后重交"
ROW = "第{row}行{label}"
AND_MORE = "等"
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
REPORT = ("事件编号", "单位", "上报日期", "角色", "收到时间", "计数情况")
PROGRESS = ("事件编号", "单位", "收到时间")
UNIT, SOURCE, NONE, NOT_DUE = "单位", "出处", "待研判", "—"
COUNTS = ("类别", "项目", "数量")
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
