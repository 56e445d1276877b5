from collections.abc import Sequence
from itertools import groupby

from models.statement import selected
from models.statistics.counted import STATISTICS, sum_columns
from models.statistics.totals import TotalsRow

SUMS = (*(column.name for column in sum_columns(STATISTICS)), "active_users", "new_users")


def add_totals(rows: list[TotalsRow]) -> list[TotalsRow]:
    """Return a row for each period, oldest first, with the sums of `rows`, which have all columns."""
    rows = sorted(rows, key=lambda row: str(row.period_date))
    return [sum_of_period(list(of_one)) for _, of_one in groupby(rows, key=lambda row: row.period_date)]


def sum_of_period(rows: Sequence[TotalsRow]) -> TotalsRow:
    """Add up the rows of one period. The sum is as old as the oldest row."""
    sums = {name: sum(getattr(row, name) for row in rows) for name in SUMS}
    ended, timed = sums["successful_tasks"] + sums["failed_tasks"], sums["timed_tasks"]
    values = sums | {
        "period": rows[0].period,
        "period_date": rows[0].period_date,
        "time_zone": rows[0].time_zone,
        "success_rate": sums["successful_tasks"] / ended if ended else None,
        "avg_generation_time_ms": sums["completed_generation_time_ms"] / timed if timed else None,
        "updated_at": min((row.updated_at for row in rows if row.updated_at), default=None),
    }
    return selected(TotalsRow, tuple(values))(*values.values())
