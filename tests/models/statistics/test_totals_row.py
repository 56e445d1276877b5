"""The table of totals, and the rows that the statement returns, are as the annotations of `TotalsRow` say."""

from datetime import date

import pytest

from models.database import Database
from models.statistics.totals import COLUMNS, TotalsRow, select_totals
from models.statistics.user_task_statistics import StatisticsPeriod
from server.settings.settings import Settings
from tests.api import Client
from tests.models.columns import annotations_of
from tests.pictures import data_url, picture

NULL_WITHOUT_A_ROW = {"period_date", "updated_at"}
"""Null for ALL_TIME, and for a period without tasks, which has no row in the table."""


def test_its_annotations_are_what_is_selected_and_the_types_of_the_table() -> None:
    assert list(TotalsRow.__annotations__) == list(COLUMNS)
    columns = annotations_of("user_task_statistics")
    for name in NULL_WITHOUT_A_ROW:
        columns[name] |= None
    assert TotalsRow.__annotations__.keys() - columns.keys() == {"period", "time_zone", "success_rate"}
    shared = TotalsRow.__annotations__.keys() & columns.keys()
    assert {name: TotalsRow.__annotations__[name] for name in shared} == {name: columns[name] for name in shared}


async def totals(settings: Settings, user: Client, period: StatisticsPeriod, *days: date) -> list[TotalsRow]:
    async with Database(settings.database_url.get_secret_value()) as database:
        return await database.rows(select_totals(user.id, period, None, *days), user.id)


@pytest.mark.parametrize("period", StatisticsPeriod)
async def test_the_statement_returns_what_its_annotations_say(
    settings: Settings, user: Client, period: StatisticsPeriod
) -> None:
    [nothing] = await totals(settings, user, period)
    task = await user.task("createTask", prompt="a fox")
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())}, generationTimeMs=3)
    [something] = await totals(settings, user, period)
    for row in (nothing, something):
        assert isinstance(row, TotalsRow)
        for name, kind in TotalsRow.__annotations__.items():
            assert isinstance(getattr(row, name), kind), name
        assert row.period == period
    null = {name for name in TotalsRow.__annotations__ if getattr(something, name) is None}
    assert null == ({"period_date"} if period is StatisticsPeriod.ALL_TIME else set())
    assert (nothing.success_rate, nothing.updated_at, nothing.total_tasks) == (None, None, 0)


async def test_a_history_has_rows_of_the_same_class(settings: Settings, user: Client) -> None:
    days = [date(2026, 1, day) for day in (5, 6, 7)]
    rows = await totals(settings, user, StatisticsPeriod.DAY, days[0], days[-1])
    assert [row.period_date for row in rows] == days
    assert all(isinstance(row, TotalsRow) for row in rows)
