"""Alerts and dashboard are valid for Prometheus and Grafana, use metrics that exist, and are documented."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from prometheus_client.parser import text_string_to_metric_families

from deploy.grafana.dashboard import written
from tests.server.observation.scraping import LOCAL

TOP = Path(__file__).parents[2]
PROMETHEUS = TOP / "deploy" / "prometheus"
RULES, DASHBOARD = PROMETHEUS / "alerts.yml", TOP / "deploy" / "grafana" / "task-record.json"
TESTS = sorted(PROMETHEUS.glob("*_test.yml"))
OPERATIONS = (TOP / "docs" / "operations.md").read_text(encoding="utf-8")
ALERTS = re.findall(r"^ +- alert: (\w+)$", RULES.read_text(encoding="utf-8"), re.MULTILINE)
METRIC = re.compile(r"\btask_record_\w+")
PARTS = ("_total", "_bucket", "_sum", "_count")
needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="apt-get install prometheus")


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["promtool", *arguments], cwd=PROMETHEUS, capture_output=True, text=True, check=False)


@pytest.mark.slow
@needs_promtool
def test_alerts_are_raised_when_they_should_be() -> None:
    checked = promtool("check", "config", "--syntax-only", "prometheus.yml")
    assert checked.returncode == 0, checked.stderr
    checked = promtool("check", "rules", "--lint-fatal", RULES)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tested = promtool("test", "rules", *TESTS)
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_prometheus_reads_the_servers_that_nginx_and_systemd_have() -> None:
    upstream = (TOP / "deploy/nginx/task-record-upstream.conf").read_text(encoding="utf-8")
    servers = re.findall(r"server (\S+) max_fails", upstream)
    configured = (PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8")
    assert re.findall(r'"([\d.:]+)"', configured) == servers == ["127.0.0.1:8001", "127.0.0.1:8002"]


def test_each_alert_is_raised_in_a_test_and_has_an_explanation() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS)
    raised = re.findall(r"alertname: (\w+)\n +exp_alerts:\n +- exp_labels:", tests)
    assert sorted(set(raised)) == sorted(ALERTS)
    explained = dict(re.findall(r"^### (TaskRecord\w+)\n\n(.+?)(?=^#)", OPERATIONS, re.MULTILINE | re.DOTALL))
    assert sorted(explained) == sorted(ALERTS)
    assert {alert for alert, paragraph in explained.items() if len(paragraph) < 150} == set()


def test_the_dashboard_is_generated_and_valid_for_grafana() -> None:
    """Grafana's generated classes read it and write it without a difference."""
    assert DASHBOARD.read_text(encoding="utf-8") == written() + "\n"
    register_default_plugins()
    ours = json.loads(written())
    assert json.loads(json.dumps(Dashboard.from_json(ours), cls=JSONEncoder)) == ours
    ids = [panel["id"] for panel in ours["panels"]]
    assert len(set(ids)) == len(ids) > 20


def queries(panels: list[dict[str, Any]]) -> Iterator[str]:
    for panel in panels:
        yield from (target["expr"] for target in panel.get("targets", ()))
        yield from queries(panel.get("panels", []))


@needs_promtool
def test_queries_of_the_dashboard_are_valid(tmp_path: Path) -> None:
    asked = list(queries(json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]))
    assert len(asked) > 25
    # One group for each query, because promtool refuses two rules of one name in a group.
    groups = [
        {"name": str(number), "rules": [{"record": "asked", "expr": query.replace("$__rate_interval", "1m")}]}
        for number, query in enumerate(asked)
    ]
    (tmp_path / "rules.yml").write_text(json.dumps({"groups": groups}), encoding="utf-8")  # JSON is YAML, too
    checked = promtool("check", "rules", "--lint=none", tmp_path / "rules.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


async def test_alerts_dashboard_and_documentation_name_the_metrics(http: httpx2.AsyncClient) -> None:
    families = text_string_to_metric_families((await http.get("/metrics", headers=LOCAL)).text)
    measured = {family.name for family in families}
    for text in (RULES.read_text(encoding="utf-8"), DASHBOARD.read_text(encoding="utf-8"), OPERATIONS):
        named = set(METRIC.findall(text))
        assert len(named) > 10
        assert {name for name in named if not measured & {name, *map(name.removesuffix, PARTS)}} == set()
    ours = {name for name in measured if name.startswith("task_record_")}
    assert {name for name in ours if f"`{name}" not in OPERATIONS} == set()
