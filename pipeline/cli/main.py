"""The program's entry: finds the command, and is the one boundary where faults become exit codes."""

import gc
import sys
from importlib import import_module

import click

import pipeline
from pipeline.cli.faults import reported

COMMANDS = {
    "init": "新建一个站点",
    "template": "生成填报模板",
    "check": "校验工作簿,不上报",
    "run": "每晚的例行处理",
    "watch": "守着 inbox,随到随收,立即出快报",
    "status": "今日报送、未办结事项和逾期",
    "explain": "一个事件的全部依据",
    "review": "一个事件的总结评定",
    "report": "再取某一天的汇报",
    "plan": "核对、比较、导出、导入方案",
    "rebuild": "由存档重建台账和 outbox",
    "audit": "核对存档、台账和 outbox",
    "district": "许多站点的例行处理和汇总",
    "doctor": "检查字体、组件、方案和文件夹",
    "demo": "从零做出一个示例站点",
}
"""Command → what its help says first; the module `pipeline.cli.NAME_command` is imported when it is called."""


class Commands(click.Group):
    """A group that imports a command only when it is asked for, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of their use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"pipeline.cli.{cmd_name}_command").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        del ctx
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(pipeline.__version__, prog_name="sitrep")
def cli() -> None:
    """读取各单位的上报表,校验、归并、分类、跟踪,每晚出一份汇报。

    退出码:0 完成 · 1 完成,有工作簿退回 · 2 用法 · 3 方案有误 · 4 另一次运行未结束 · 5 台账 · 6 出稿 ·
    70 程序错误 · 130 中断
    """


def main() -> None:
    """Run the program; every fault ends here."""
    gc.set_threshold(200_000)  # a command is short: what it loads and reads stays, and is not worth searching
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a console of another code page
    sys.exit(reported(lambda: cli.main(standalone_mode=False)))
