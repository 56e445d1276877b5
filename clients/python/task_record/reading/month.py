from __future__ import annotations

from datetime import datetime, timezone

from task_record.generated.input_types import DateTimeRange


def month(name: str) -> DateTimeRange:
    """The time of a month, such as `2026-11`, in UTC. Raises ValueError for what is none."""
    try:
        begin = datetime.strptime(name, "%Y-%m").replace(tzinfo=timezone.utc)
    except ValueError as error:
        raise ValueError(f"A month is named like 2026-11, not {name}.") from error
    following = datetime(begin.year + begin.month // 12, begin.month % 12 + 1, 1, tzinfo=timezone.utc)
    return DateTimeRange(gte=begin, lt=following)
