from typing import NamedTuple

from models.statement import Statement


class NotedCurrency(NamedTuple):
    currency: str


NOTE_CURRENCY = Statement(
    "note_currency",
    "SELECT task_record.note_currency(:currency) AS currency",
    NotedCurrency,
)
"""
Notes, as `service_role`, the currency of costs, unless there are costs in another one; returns the one that is noted.
"""
CURRENCY_OF_COSTS = """
SELECT currency FROM task_record.overall_count
WHERE EXISTS (SELECT FROM user_task_statistics WHERE period_type = 'all_time' AND total_cost <> 0)"""
"""The currency that is noted, where there are costs."""
