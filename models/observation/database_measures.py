"""The metrics of this process's use of PostgreSQL, which docs/operations.md lists."""

from asyncio import TimerHandle, get_running_loop
from collections import defaultdict

from prometheus_client import Counter, Gauge

STATEMENTS = Counter("task_record_statements", "Statements, by name.", ["statement"])
SECONDS = Counter("task_record_statement_seconds", "Seconds that statements took, by name.", ["statement"])
IN_USE = Gauge(
    "task_record_connections_in_use", "Connections to PostgreSQL with a transaction.", multiprocess_mode="livesum"
)
WAITING = Gauge(
    "task_record_connections_waited_for",
    "Transactions that wait for a connection, or for PostgreSQL to begin them.",
    multiprocess_mode="livesum",
)
WAITED = Counter(
    "task_record_connection_wait_seconds",
    "Seconds that transactions waited for a connection, and for PostgreSQL to begin them.",
)
LISTENERS_LOST = Counter("task_record_listeners_lost", "Connections that listened to PostgreSQL and were lost.")
EVENTS_BEHIND = Gauge(
    "task_record_events_behind", "Changes that subscribers have not taken yet.", multiprocess_mode="livesum"
)
PUBLISH_AFTER = 1.0
"""Seconds."""


class DatabaseMeasures:
    """
    Counts this process's use of PostgreSQL, and publishes the counts to prometheus_client at most a second later. To
    publish each statement at once would take 5 % of the time of a page.
    """

    def __init__(self) -> None:
        self.in_use = self.waiting = 0
        """Transactions that have begun, and that wait to begin."""
        self.waited = 0.0
        """Seconds that they have waited since the counts were last published."""
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.timer: TimerHandle | None = None

    def publish_later(self) -> None:
        self.timer = get_running_loop().call_later(PUBLISH_AFTER, self.publish)

    def count(self, statement: str, seconds: float) -> None:
        """Count one run of the statement."""
        self.counts[statement] += 1
        self.seconds[statement] += seconds

    def publish(self) -> None:
        """Publish the counts to prometheus_client, and do so again in a second while transactions run or wait."""
        if self.timer:
            self.timer.cancel()
        for statement, count in self.counts.items():
            STATEMENTS.labels(statement).inc(count)
            SECONDS.labels(statement).inc(self.seconds[statement])
        self.counts.clear()
        self.seconds.clear()
        IN_USE.set(self.in_use)
        WAITING.set(self.waiting)
        WAITED.inc(self.waited)
        self.waited = 0.0
        self.timer = None
        if self.in_use or self.waiting:
            self.publish_later()


MEASURES = DatabaseMeasures()
"""The counts of all pools of this process."""
