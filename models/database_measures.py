"""What is measured of PostgreSQL. The names are those of docs/operations.md."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram, Summary

STATEMENTS = Summary("task_record_statement_seconds", "Seconds that a statement took, by its name.", ["statement"])
of_statement = cache(STATEMENTS.labels)
"""The measure of the statement of a name. Kept: to find it anew takes longer than to add to it."""
IN_USE = Gauge(
    "task_record_connections_in_use", "Connections to PostgreSQL with a transaction.", multiprocess_mode="livesum"
)
WAITING = Gauge(
    "task_record_connections_waited_for",
    "Transactions that wait for a connection, or for PostgreSQL to begin them.",
    multiprocess_mode="livesum",
)
WAITED = Histogram(
    "task_record_connection_wait_seconds",
    "Seconds that a transaction waited for a connection, and for PostgreSQL to begin it.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
)
LISTENERS_LOST = Counter("task_record_listeners_lost", "Connections that listened to PostgreSQL and were lost.")
