import asyncpg
import pytest

from models.statistics.counted import BOARDS, CHANGES, USAGE, totals_in

COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 ORDER BY attnum"
BY_POSITION = [
    (CHANGES, CHANGES, ["user_id", "day"]),
    (USAGE, USAGE, ["user_id", "hour", "day", "model_version", "task_type"]),
    (BOARDS, "board_months", ["board_id", "user_id", "month"]),
]


@pytest.mark.parametrize(("declared", "table", "key"), BY_POSITION)
async def test_totals_are_declared_in_the_order_of_the_columns(
    database: asyncpg.Connection, declared: str, table: str, key: list[str]
) -> None:
    """Functions write these rows by position."""
    columns = [name for (name,) in await database.fetch(COLUMNS, f"task_record.{table}")]
    assert columns == [*key, *(total.column(declared) for total in totals_in(declared))]
