"""Founding: a new site with a bundled plan and its template."""

from pathlib import Path

from pipeline import resources
from pipeline.errors import PlanError, UsageError
from pipeline.plan.text import PlanTables, read_folder
from pipeline.register.law import make_law
from pipeline.site import Site, law_of, other_plan
from pipeline.workbooks.plan_book import write_plan
from pipeline.workbooks.report_template import write_report_template


def bundled(name: str) -> PlanTables:
    """The tables of a bundled plan."""
    folder = resources.packs() / name
    if not folder.is_dir():
        known = "、".join(sorted(p.name for p in resources.packs().iterdir() if p.is_dir()))
        raise UsageError(f"没有名为 {name} 的方案,可用的有:{known}")
    return read_folder(folder)


def found(site: Site, plan_name: str) -> tuple[Path, ...]:
    """Write the plan, the template and the folders of a new site; what stands there already is kept."""
    made = []
    if not site.plan_book.exists():
        tables = bundled(plan_name)
        law, _ = make_law(tables)
        if law and (other := other_plan(site, law.plan)):
            raise PlanError(other.sentence)
        site.plan_book.parent.mkdir(parents=True, exist_ok=True)
        write_plan(site.plan_book, tables)
        made.append(site.plan_book)
    if not site.template.exists():
        write_report_template(site.template, law_of(site).plan)
        made.append(site.template)
    site.inbox.mkdir(parents=True, exist_ok=True)
    site.prepare()
    return tuple(made)
