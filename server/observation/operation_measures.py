"""The metrics of operations, which docs/operations.md describes."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

from resolvers.exceptions import Refusal
from server.observation.operation_names import OperationNames

REQUESTS = Counter(
    "task_record_requests", "Operations that have ended, by name and by what became of them.", ["operation", "outcome"]
)
SECONDS = Histogram(
    "task_record_request_seconds",
    "Seconds from when a query or mutation was asked for to its answer.",
    ["operation"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ERRORS = Counter("task_record_errors", "Errors in answers, by code.", ["code"])
REFUSALS = Counter("task_record_refusals", "Refusals of what was too much, by limit.", ["limit"])
SUBSCRIPTIONS = Gauge(
    "task_record_subscriptions", "Subscriptions, and streams of events that are reserved.", multiprocess_mode="livesum"
)
NAMES = OperationNames()
requests_of, seconds_of = cache(REQUESTS.labels), cache(SECONDS.labels)
"""The metrics of an operation by its labels. They are cached, since to look one up takes longer than to add to it."""


def count_refusal(refusal: Refusal) -> None:
    """Count the refusal as the only error of an answer."""
    ERRORS.labels(refusal.extensions["code"]).inc()
    count_limit(refusal)


def count_limit(refusal: Refusal) -> None:
    """Count the limit that was exceeded, if the refusal names one."""
    if refusal.limit:
        REFUSALS.labels(refusal.limit).inc()
