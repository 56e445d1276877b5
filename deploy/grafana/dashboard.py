"""
Prints the dashboard: `.venv/bin/python -m deploy.grafana.dashboard > deploy/grafana/task-record.json`.

It is built with grafana-foundation-sdk, which Grafana generates from its own schema, so that mypy checks it against
that schema.
"""

import json
from collections.abc import Iterator
from itertools import count
from string import ascii_uppercase

from grafana_foundation_sdk.builders import common, prometheus, stat, timeseries
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DataSourceRef,
    Threshold,
    ThresholdsMode,
    VariableOption,
    VariableRefresh,
)

SOURCE = DataSourceRef(type_val="prometheus", uid="${source}")
OURS = 'job=~"$job", instance=~"$instance"'
WINDOW = "$__rate_interval"
Query = tuple[str, str]
"""A query as `expression` takes it, and the legend of its lines."""


def expression(written: str) -> str:
    """Return PromQL: for `…` the job and server chosen above the panels, for `_` Grafana's interval for rates."""
    return written.replace("…", OURS).replace("[_]", f"[{WINDOW}]")


def targets(queries: list[Query]) -> list[prometheus.Dataquery]:
    return [
        prometheus.Dataquery().expr(expression(query)).legend_format(legend).ref_id(letter)
        for letter, (query, legend) in zip(ascii_uppercase, queries, strict=False)
    ]


def lines(title: str, unit: str, *queries: Query, note: str = "", stacked: bool = False) -> timeseries.Panel:
    panel = (
        timeseries.Panel()
        .title(title)
        .description(note)
        .datasource(SOURCE)
        .targets(list(targets(list(queries))))
        .unit(unit)
        .min(0)
        .span(8)
        .height(8)
        .fill_opacity(20 if stacked else 5)
        .legend(
            common.VizLegendOptions()
            .display_mode(LegendDisplayMode.LIST)
            .placement(LegendPlacement.BOTTOM)
            .show_legend(True)
        )
        .tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
    )
    return panel.stacking(common.StackingConfig().mode(StackingMode.NORMAL)) if stacked else panel


def figure(title: str, unit: str, query: str, *, note: str = "", red_from: float | None = None) -> stat.Panel:
    steps = [Threshold(value=None, color="green")]
    if red_from is not None:
        steps.append(Threshold(value=red_from, color="red"))
    return (
        stat.Panel()
        .title(title)
        .description(note)
        .datasource(SOURCE)
        .targets(list(targets([(query, "")])))
        .unit(unit)
        .span(4)
        .height(4)
        .color_mode(BigValueColorMode.VALUE)
        .thresholds(builders.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps))
    )


def at_a_glance() -> Iterator[stat.Panel]:
    yield figure("Operations a second", "reqps", "sum(rate(task_record_requests_total{…}[_]))")
    yield figure(
        "Failing",
        "percentunit",
        'sum(rate(task_record_requests_total{…, outcome="failed"}[_])) / sum(rate(task_record_requests_total{…}[_]))',
        note="Operations that ended with a server error.",
        red_from=0.01,
    )
    yield figure(
        "95% of operations within",
        "s",
        "histogram_quantile(0.95, sum by (le) (rate(task_record_request_seconds_bucket{…}[_])))",
        red_from=1,
    )
    yield figure(
        "Servers without PostgreSQL",
        "none",
        "count(task_record_database_up{…}) - sum(task_record_database_up{…})",
        red_from=1,
    )
    yield figure("Subscriptions", "none", "sum(task_record_subscriptions{…})")
    yield figure(
        "Last backup", "s", "time() - max(task_record_backup_finished_timestamp_seconds{…})", red_from=2 * 86_400
    )
    yield figure("Oldest job", "s", "max(task_record_oldest_job_seconds{…})", red_from=3600)


def of_requests() -> Iterator[timeseries.Panel]:
    by_operation = "topk(10, sum by (operation) (rate(task_record_requests_total{…}[_])))"
    quantiles = [
        (
            f"histogram_quantile({share}, sum by (le) (rate(task_record_request_seconds_bucket{{…}}[_])))",
            f"{share:.0%} within",
        )
        for share in (0.5, 0.95, 0.99)
    ]
    slowest = (
        "topk(10, histogram_quantile(0.95, sum by (operation, le) (rate(task_record_request_seconds_bucket{…}[_]))))"
    )
    outcomes = "sum by (outcome) (rate(task_record_requests_total{…}[_]))"
    yield lines("Operations by outcome", "reqps", (outcomes, "{{outcome}}"), stacked=True)
    yield lines("Operations by name", "reqps", (by_operation, "{{operation}}"), note="The ten most frequent.")
    yield lines("Seconds of an operation", "s", *quantiles)
    yield lines("Slowest operations", "s", (slowest, "{{operation}}"), note="95% of them take no longer.")
    yield lines("Errors by code", "reqps", ("sum by (code) (rate(task_record_errors_total{…}[_]))", "{{code}}"))
    yield lines("Refusals by limit", "reqps", ("sum by (limit) (rate(task_record_refusals_total{…}[_]))", "{{limit}}"))


def of_postgresql() -> Iterator[timeseries.Panel]:
    taken = "topk(10, sum by (statement) (rate(task_record_statement_seconds_total{…}[_])))"
    mean = (
        "topk(10, sum by (statement) (rate(task_record_statement_seconds_total{…}[_]))"
        " / sum by (statement) (rate(task_record_statements_total{…}[_])))"
    )
    waited = (
        "sum(rate(task_record_connection_wait_seconds_total{…}[_])) / sum(rate(task_record_statements_total{…}[_]))"
    )
    yield lines("Seconds of statements", "none", (taken, "{{statement}}"), note="Per second.", stacked=True)
    yield lines("Slowest statements", "s", (mean, "{{statement}}"), note="On average.")
    yield lines(
        "Connections",
        "none",
        ("sum(task_record_connections_in_use{…})", "in use"),
        ("sum(task_record_connections_waited_for{…})", "waited for"),
    )
    yield lines("Waiting for a connection", "s", (waited, "seconds"), note="For each statement, on average.")
    yield lines(
        "Connections of PostgreSQL",
        "none",
        ("max(task_record_database_connections{…})", "of all databases"),
        ("max(task_record_database_connections_limit{…})", "limit"),
    )
    yield lines("The database", "bytes", ("max(task_record_database_bytes{…})", "size"))
    yield lines(
        "Lost connections that listen", "none", ("sum(increase(task_record_listeners_lost_total{…}[_]))", "lost")
    )
    failures = "sum by (work) (increase(task_record_background_failures_total{…}[_]))"
    yield lines("Failures in the background", "none", (failures, "{{work}}"))


def of_images() -> Iterator[timeseries.Panel]:
    decoding = "histogram_quantile(0.95, sum by (le) (rate(task_record_decoding_seconds_bucket{…}[_])))"
    outcomes = "sum by (outcome) (rate(task_record_images_total{…}[_]))"
    yield lines("Images by outcome", "reqps", (outcomes, "{{outcome}}"), stacked=True)
    yield lines(
        "Decoding",
        "none",
        ("sum(rate(task_record_decoding_seconds_sum{…}[_]))", "seconds in each second"),
        (decoding, "95% of images within, seconds"),
    )
    yield lines("Decoded", "Bps", ("sum(rate(task_record_decoded_bytes_total{…}[_]))", "bytes a second"))


def of_all_tasks() -> Iterator[timeseries.Panel]:
    ended = 'max by (status) (deriv(task_record_tasks{…, status!="open"}[10m]))'
    yield lines("Tasks that end", "ops", (ended, "{{status}}"))
    yield lines("Tasks that are open", "none", ('max(task_record_tasks{…, status="open"})', "open"))
    yield lines("Stored images", "bytes", ("max(task_record_stored_image_bytes{…})", "without thumbnails"))
    yield lines("Jobs", "none", ("max by (state) (task_record_jobs{…})", "{{state}}"), stacked=True)
    yield lines("Events that subscribers have not taken", "none", ("sum(task_record_events_behind{…})", "events"))
    attempts = "sum by (outcome) (rate(task_record_webhook_attempts_total{…}[_]))"
    yield lines("Webhooks: attempts", "ops", (attempts, "{{outcome}}"), stacked=True)
    yield lines("Webhooks: waiting", "none", ("max(task_record_webhook_deliveries_waiting{…})", "events"))
    yield lines(
        "Age of the totals",
        "s",
        ("min(task_record_totals_age_seconds{…})", "age"),
        note="Since a worker counted changes.",
    )
    yield lines("Replica lag", "s", ("min(task_record_replica_lag_seconds{…})", "lag"))
    yield lines(
        "Findings left by reconcile and backups",
        "none",
        ("max by (kind) (task_record_integrity_findings{…})", "{{kind}}"),
    )


def variable(name: str, label: str, query: str) -> builders.QueryVariable:
    return (
        builders.QueryVariable(name)
        .label(label)
        .datasource(SOURCE)
        .query(query)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .multi(True)
        .include_all(True)
        .current(VariableOption(text="All", value="$__all"))
    )


def dashboard() -> builders.Dashboard:
    made = (
        builders.Dashboard("Task Record")
        .uid("task-record")
        .description("The state of Task Record. docs/operations.md says what each metric means.")
        .tags(["task-record"])
        .time("now-3h", "now")
        .refresh("30s")
        .timezone("browser")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .with_variable(builders.DatasourceVariable("source").label("Prometheus").type("prometheus"))
        .with_variable(variable("job", "Job", "label_values(task_record_database_up, job)"))
        .with_variable(variable("instance", "Server", 'label_values(task_record_database_up{job=~"$job"}, instance)'))
    )
    rows: dict[str, Iterator[stat.Panel] | Iterator[timeseries.Panel]] = {
        "At a glance": at_a_glance(),
        "Operations": of_requests(),
        "PostgreSQL": of_postgresql(),
        "Images": of_images(),
        "Tasks, storage and background work": of_all_tasks(),
    }
    number = count(1)
    for title, panels in rows.items():
        made = made.with_row(builders.Row(title).id(next(number)))
        for panel in panels:
            made = made.with_panel(panel.id(next(number)))
    return made


def written() -> str:
    return json.dumps(dashboard().build(), cls=JSONEncoder, indent=2, sort_keys=True)


if __name__ == "__main__":
    print(written())
