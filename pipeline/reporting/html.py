"""The one door to Jinja: a view model and the plan's words in, HTML out."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import PlanError
from pipeline.plan.model import Plan
from pipeline.reporting.fonts import showable, stacks
from pipeline.reporting.linking import Number, anchored
from pipeline.reporting.typesetting import typeset
from pipeline.resources import templates

if TYPE_CHECKING:
    from jinja2 import Environment


def render(name: str, view: object, plan: Plan, stamp: datetime) -> tuple[str, str]:
    """The page `templates/html/{name}.html`, and the characters that no font has: 〓 stands for them."""
    from jinja2 import UndefinedError

    try:
        text = (
            _environment()
            .get_template(f"{name}.html")
            .render(view=view, words=_words(plan), stamp=f"{stamp:%Y-%m-%dT%H:%M:%SZ}")
        )
    except UndefinedError as error:
        raise PlanError(f"方案的“报表”里缺少页面要用的文字({error.message})。") from error
    return showable(text)


def _words(plan: Plan) -> dict[str, str]:
    """The plan's texts as a printer would set them; what people wrote stays as it was typed."""
    return {key: typeset(text) for key, text in plan.texts.items()}


def _said(value: object) -> object:
    """What an expression of a template prints; a number that leads to its figure as the anchor it is."""
    from markupsafe import Markup, escape

    text = str(value) if isinstance(value, Number) else value
    return Markup(anchored(str(escape(text)))) if isinstance(text, str) else value  # noqa: S704 (escaped)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(templates() / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_said,
    )
    environment.globals["fonts"] = {role: Markup(families) for role, families in stacks().items()}  # noqa: S704 (ours)
    return environment
