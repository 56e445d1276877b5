"""
The sums over tasks, and the tables that have them. The columns of these tables and the SQL of counting follow from it:
migrations/derived/counting.py. A new sum is a line here, and a migration that adds its columns.
"""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Integer, Numeric
from sqlalchemy.types import TypeEngine

CHANGES = "overall_changes"
STATISTICS = "user_task_statistics"
OVERALL = "overall_statistics"
RANKING = "user_ranking"
USAGE = "user_task_usage"
HOURS = "overall_usage"
BOARDS = "board_usage"
PERIODS = frozenset((CHANGES, STATISTICS, OVERALL))
"""The tables of totals by period, and their input."""
RANKED = PERIODS | {RANKING}
ALL = RANKED | {USAGE, HOURS, BOARDS}
DURATIONS = "bigint[]"


class Total(NamedTuple):
    """A value that is added up over tasks."""

    of_one: str
    """The name of one task's value, and of the column unless another is given."""
    kind: str
    """PostgreSQL's type."""
    of_task: str
    """The value of `task`, as SQL that can be multiplied."""
    tables: frozenset[str]
    in_periods: str = ""
    """The column's name in RANKED."""
    in_usage: str = ""
    on_boards: str = ""

    def column(self, table: str) -> str:
        names = {USAGE: self.in_usage, BOARDS: self.on_boards} | dict.fromkeys(RANKED, self.in_periods)
        return names.get(table) or self.of_one


STORED_SIZE = (
    "(coalesce(task.original_size, 0)::bigint + coalesce(task.generated_size, 0)"
    " + CASE WHEN task.more_images IS NULL THEN 0 ELSE task_record.size_of(task.more_images) END)"
)
STORED_IMAGES = (
    "((task.aws_original_key IS NOT NULL)::integer + (task.aws_generated_key IS NOT NULL)::integer"
    " + CASE WHEN task.more_images IS NULL THEN 0 ELSE jsonb_array_length(task.more_images) END)"
)
COMPLETED, TIMED = "task.status = 'completed'", "task.generation_time_ms IS NOT NULL"
MILLISECONDS = "coalesce(task.generation_time_ms, 0)"
# Each bucket extends 10 % farther than the one before: its middle is within 5 % of all values in it.
BUCKET = (
    f"CASE WHEN NOT ({COMPLETED}) THEN NULL WHEN task.generation_time_ms = 0 THEN -1"
    " ELSE ceil(ln(task.generation_time_ms::double precision) / ln(1.1::double precision))::bigint END"
)

TOTALS = (
    # Images, and their bytes without thumbnails, that are stored now.
    Total("image_count", "integer", STORED_IMAGES, frozenset((CHANGES, OVERALL))),
    Total("total_tasks", "integer", "1", ALL, on_boards="task_count"),
    Total("successful_tasks", "integer", f"({COMPLETED})::integer", ALL - {RANKING}, on_boards="completed_tasks"),
    Total("failed_tasks", "integer", "(task.status = 'failed')::integer", ALL),
    Total("tokens_used", "bigint", "task.tokens_used::bigint", ALL - {HOURS}, "total_tokens_used"),
    Total("credits_deducted", "bigint", "task.credits_deducted::bigint", ALL, "total_credits_deducted"),
    Total("bucket", DURATIONS, BUCKET, frozenset((USAGE,)), in_usage="durations"),
    Total("generation_time_ms", "bigint", f"{MILLISECONDS}::bigint", PERIODS, "total_generation_time_ms"),
    # Completed tasks with a generation time, and the sum of these times.
    Total("timed_tasks", "integer", f"({COMPLETED} AND {TIMED})::integer", PERIODS),
    Total(
        "completed_generation_time_ms",
        "bigint",
        f"CASE WHEN {COMPLETED} THEN {MILLISECONDS} ELSE 0 END::bigint",
        PERIODS,
    ),
    Total("images_size", "bigint", STORED_SIZE, RANKED),
    Total("canceled_tasks", "integer", "(task.status = 'canceled')::integer", PERIODS | {USAGE}),
    Total("cost", "numeric", "coalesce(task.cost, 0)", ALL, "total_cost"),
)


def totals_in(table: str) -> list[Total]:
    """The table's sums, in the order of its columns."""
    return [total for total in TOTALS if table in total.tables]


def sum_columns(table: str) -> list[Column[Any]]:
    """The columns of the sums, which are zero in a new row. Sums over all users outgrow 32 bits."""
    kinds: dict[str, TypeEngine[Any]] = {
        "integer": BigInteger() if table in (OVERALL, HOURS) else Integer(),
        "bigint": BigInteger(),
        "numeric": Numeric(24, 6) if table == BOARDS else Numeric(),
    }
    sums = [total for total in totals_in(table) if total.kind != DURATIONS]
    return [Column(total.column(table), kinds[total.kind], nullable=False, server_default="0") for total in sums]
