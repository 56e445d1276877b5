from datetime import datetime
from typing import NamedTuple

from models.statement import Statement


class StorageReportRow(NamedTuple):
    """What is stored of all users, without thumbnails, as it was when it was counted last."""

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
