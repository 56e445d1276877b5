"""Figures of a whole database, cheap for any size: from totals, and from the first jobs of the queue."""

from datetime import datetime
from typing import NamedTuple

from models.statement import Statement


class JobsRow(NamedTuple):
    """How many of the queue's first 10,000 jobs are in one state."""

    state: str
    """`waiting`, `running`, `scheduled` for later, or `given_up`, which is retried within the hour."""
    jobs: int
    oldest: float
    """Seconds since the oldest of them was queued."""


JOBS = Statement(
    "jobs",
    """
SELECT state, count(*) AS jobs, CAST(extract(epoch FROM now() - min(created)) AS double precision) AS oldest
FROM (
  SELECT created, CASE
    WHEN status = 'failed' THEN 'given_up'
    WHEN status = 'picked' THEN 'running'
    WHEN attempts = 0 AND execute_after > now() THEN 'scheduled'
    ELSE 'waiting'
  END AS state
  FROM task_record.pgqueuer ORDER BY id LIMIT 10000
) AS first GROUP BY state
""",
    JobsRow,
)
"""Only the login role itself may read the queue; `service_role` may not."""


class ConnectionsRow(NamedTuple):
    """How many connections PostgreSQL has, and how many it accepts, except for administrators."""

    connections: int
    accepted: int

    @property
    def share(self) -> float:
        return self.connections / self.accepted


CONNECTIONS = Statement(
    "connections",
    """
SELECT CAST(sum(numbackends) AS integer) AS connections, CAST(current_setting('max_connections') AS integer)
  - CAST(current_setting('superuser_reserved_connections') AS integer)
  - CAST(coalesce(current_setting('reserved_connections', true), '0') AS integer) AS accepted
FROM pg_stat_database
""",
    ConnectionsRow,
)


class Age(NamedTuple):
    age: float


AGE = Statement(
    "totals_age",
    (
        "SELECT CAST(extract(epoch FROM clock_timestamp() - counted_at) AS double precision) AS age "
        "FROM task_record.overall_count"
    ),
    Age,
)
"""Seconds since the worker last counted changes, which it does every five seconds."""


class TotalsOfAll(NamedTuple):
    """Totals over all users, as of `age` seconds ago."""

    age: float
    tasks: int
    completed: int
    failed: int
    images: int
    image_bytes: int
    """Without thumbnails."""
    database_bytes: int
    waiting_deliveries: int
    """Deliveries to webhooks that wait now to be sent, counted up to 10,000."""


TOTALS_OF_ALL = Statement(
    "totals_of_all",
    """
SELECT CAST(extract(epoch FROM now() - counted_at) AS double precision) AS age,
  coalesce(total_tasks, 0) AS tasks, coalesce(successful_tasks, 0) AS completed, coalesce(failed_tasks, 0) AS failed,
  coalesce(image_count, 0) AS images, coalesce(images_size, 0) AS image_bytes,
  pg_database_size(current_database()) AS database_bytes, (
    SELECT count(*) FROM (
      SELECT FROM task_record.webhook_deliveries WHERE state = 'waiting' LIMIT 10000
    ) AS first
  ) AS waiting_deliveries
FROM task_record.overall_count LEFT JOIN task_record.overall_statistics ON period_type = 'all_time'
""",
    TotalsOfAll,
)


class StorageReportRow(NamedTuple):
    """The stored images of all users, without thumbnails, as of the last count."""

    image_count: int
    image_size: int
    """In bytes."""
    database_size: int
    """In bytes."""
    updated_at: datetime


STORAGE_REPORT = Statement(
    "storage_report",
    """
SELECT coalesce(image_count, 0) AS image_count, coalesce(images_size, 0) AS image_size,
  pg_database_size(current_database()) AS database_size, counted_at AS updated_at
FROM task_record.overall_count LEFT JOIN task_record.overall_statistics ON period_type = 'all_time'
""",
    StorageReportRow,
)


def add_reports(rows: list[StorageReportRow]) -> StorageReportRow:
    """Add up reports. The sum is as old as the oldest of them."""
    counts, images, sizes, times = zip(*rows, strict=True)
    return StorageReportRow(sum(counts), sum(images), sum(sizes), min(times))
