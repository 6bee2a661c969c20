import json

from pipeline.reporting.provenance import to_json
from tests.nights import FOOD, MONDAY, law
from tests.reporting import editions
from tests.site_nights import Clerk, about


def test_figures_lead_to_workbook_sheet_and_cell() -> None:
    told = json.loads(to_json(editions.busy(), editions.plan()))
    assert told["figures"]["key"]["value"] == 2
    assert told["figures"]["key"]["counted"] == ["YQ-2021-0003", "YQ-2021-0019"]
    assert told["figures"]["key"]["cells"][1] | {"sha256": ""} == {
        "file": "信息中心/上报表-2021-03-25.xlsx",
        "sheet": "上报",
        "cell": "A7",
        "sha256": "",
    }
    assert told["incidents"]["YQ-2021-0019"][0]["cells"]["summary"] == "A7"


def test_the_rules_behind_an_incident_are_named(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    (incident,) = (edition := clerk.register().edition(law(), MONDAY, MONDAY)).incidents
    told = json.loads(to_json(edition, law().plan))
    assert told["rules"][incident.number] == [{"table": v.table, "rule": v.rule} for v in incident.assessment.verdicts]
    assert {"分类规则", "分级规则"} <= {each["table"] for each in told["rules"][incident.number]}


def test_the_words_of_a_referral_are_not_in_it() -> None:
    assert "不想活" not in to_json(editions.busy(), editions.plan()).decode()
