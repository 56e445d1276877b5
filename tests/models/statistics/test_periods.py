"""Days, weeks and months begin in the time zone that is configured."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from migrations.migrate import migrate_database
from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_owner
from tests.models.statistics.drift import drift
from tests.resolvers.boards.boards import new_board, put

pytestmark = pytest.mark.own_database

STATISTICS = """query ($period: StatisticsPeriod!, $date: Date) {
  statistics(period: $period, date: $date) { period periodDate timeZone totalTasks } }"""
USAGE = """query ($from: Date!, $to: Date!) {
  usage(from: $from, to: $to, groupBy: [DAY, HOUR]) { day hour totalTasks } }"""
HISTORY = """query ($period: StatisticsPeriod!, $from: Date!, $to: Date!) {
  statisticsHistory(period: $period, from: $from, to: $to) { periodDate totalTasks successRate updatedAt } }"""

Zone = Callable[[str], Awaitable[None]]


@pytest.fixture
def configure(settings: Settings) -> Zone:
    """Run `migrate` with another STATISTICS_TIME_ZONE."""

    async def configure(zone: str) -> None:
        owner, application = settings.database_owner_url, settings.database_url
        await migrate_database(owner.get_secret_value(), application.get_secret_value(), zone)

    return configure


async def record(settings: Settings, user_id: UUID, *instants: str) -> None:
    async with as_owner(settings) as owner:
        for instant in instants:
            await owner.execute(
                "INSERT INTO user_task_history (user_id, prompt, created_at) VALUES ($1, 'a fox', $2)",
                user_id,
                datetime.fromisoformat(instant),
            )


async def total(user: Client, period: str, day: str) -> tuple[str, int]:
    statistics = (await user.data(STATISTICS, period=period, date=day))["statistics"]
    return statistics["periodDate"], statistics["totalTasks"]


async def history(user: Client, period: str, first: str, last: str) -> dict[str, int]:
    entries = (await user.data(HISTORY, **{"period": period, "from": first, "to": last}))["statisticsHistory"]
    assert [entry["updatedAt"] is None for entry in entries] == [entry["totalTasks"] == 0 for entry in entries]
    return {entry["periodDate"]: entry["totalTasks"] for entry in entries}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "instants"),
    [
        (
            "Asia/Shanghai",
            {
                "2025-12-31T15:59:59.999999Z": "2025-12-31",
                "2025-12-31T16:00:00Z": "2026-01-01",
                "2026-02-28T16:00:00Z": "2026-03-01",
            },
        ),
        (
            "America/New_York",  # clocks go forward on 8 March 2026 and back on 1 November
            {
                "2026-03-08T04:59:59.999999Z": "2026-03-07",
                "2026-03-08T05:00:00Z": "2026-03-08",
                "2026-03-09T04:00:00Z": "2026-03-09",
                "2026-11-01T04:00:00Z": "2026-11-01",
                "2026-11-02T05:00:00Z": "2026-11-02",
            },
        ),
        (
            "America/Santiago",  # midnight itself is skipped on 6 September 2026
            {"2026-09-06T03:59:59.999999Z": "2026-09-05", "2026-09-06T04:00:00Z": "2026-09-06"},
        ),
        ("Asia/Kathmandu", {"2026-01-01T18:14:59.999999Z": "2026-01-01", "2026-01-01T18:15:00Z": "2026-01-02"}),
    ],
)
async def test_a_task_counts_on_the_local_day_of_its_creation(
    settings: Settings, user: Client, configure: Zone, zone: str, instants: dict[str, str]
) -> None:
    await configure(zone)
    await record(settings, user.id, *instants)
    for day in instants.values():
        assert await total(user, "DAY", day) == (day, 1)
    assert (await user.data(STATISTICS, period="ALL_TIME"))["statistics"] == {
        "period": "ALL_TIME",
        "periodDate": None,
        "timeZone": zone,
        "totalTasks": len(instants),
    }
    async with as_owner(settings) as owner:
        assert await drift(owner) == []


async def test_midnight_ends_day_week_and_month_at_once(settings: Settings, user: Client, configure: Zone) -> None:
    await configure("Asia/Shanghai")
    # 31 August 2025 was a Sunday.
    await record(settings, user.id, "2025-08-31T15:59:59.999999Z", "2025-08-31T16:00:00Z", "2025-08-31T16:00:01Z")
    assert await total(user, "DAY", "2025-08-31") == ("2025-08-31", 1)
    assert await total(user, "DAY", "2025-09-01") == ("2025-09-01", 2)
    assert await total(user, "WEEK", "2025-08-31") == ("2025-08-25", 1)
    assert await total(user, "WEEK", "2025-09-07") == ("2025-09-01", 2)
    assert await total(user, "MONTH", "2025-08-01") == ("2025-08-01", 1)
    assert await total(user, "MONTH", "2025-09-30") == ("2025-09-01", 2)


async def test_the_period_is_todays_when_no_date_is_given(user: Client, configure: Zone) -> None:
    await configure("Pacific/Kiritimati")  # 14 hours ahead
    today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    await user.task("createTask", prompt="a fox")
    statistics = (await user.data(STATISTICS, period="DAY"))["statistics"]
    # Unless it was midnight there just now.
    assert statistics["periodDate"] in {str(today), str(today + timedelta(days=1))}
    assert statistics["totalTasks"] == 1


async def test_history_includes_empty_periods_and_weeks_are_iso_weeks(settings: Settings, user: Client) -> None:
    await record(settings, user.id, "2025-02-27T12:00:00Z", "2025-03-01T00:00:00Z", "2025-03-02T12:00:00Z")
    days = {"2025-02-27": 1, "2025-02-28": 0, "2025-03-01": 1}
    assert await history(user, "DAY", "2025-02-27", "2025-03-02") == days
    assert await history(user, "DAY", "2025-03-02", "2025-03-02") == {}
    months = {"2025-01-01": 0, "2025-02-01": 1, "2025-03-01": 2, "2025-04-01": 0}
    assert await history(user, "MONTH", "2024-12-02", "2025-04-02") == months
    assert await history(user, "MONTH", "2025-02-02", "2025-03-01") == {}
    await record(settings, user.id, "2025-12-28T23:59:59Z", "2025-12-29T00:00:00Z", "2026-01-04T23:59:59Z")
    weeks = {"2025-12-22": 1, "2025-12-29": 2, "2026-01-05": 0}
    assert await history(user, "WEEK", "2025-12-22", "2026-01-12") == weeks
    assert await history(user, "WEEK", "2025-12-23", "2026-01-05") == {"2025-12-29": 2}
    assert await total(user, "WEEK", "2026-01-01") == ("2025-12-29", 2)
    assert await total(user, "MONTH", "2026-01-01") == ("2026-01-01", 1)


async def test_history_has_at_most_400_entries(user: Client) -> None:
    first = date(2024, 1, 1)
    assert len(await history(user, "DAY", str(first), str(first + timedelta(days=400)))) == 400
    asked = {"period": "DAY", "from": str(first), "to": str(first + timedelta(days=401))}
    error = await user.error(HISTORY, **asked)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "more than 400 entries" in error["message"]
    error = await user.error(HISTORY, **(asked | {"period": "ALL_TIME"}))
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    error = await user.error(HISTORY, **(asked | {"from": "2026-01-02", "to": "2026-01-01"}))
    assert "must not be after" in error["message"]


async def test_the_first_and_the_last_day_of_the_calendar_work(user: Client) -> None:
    for period in ("DAY", "WEEK", "MONTH"):
        assert (await total(user, period, "0001-01-01"))[1] == 0
        assert (await total(user, period, "9999-12-31"))[1] == 0
    assert list(await history(user, "DAY", "9999-12-30", "9999-12-31")) == ["9999-12-30"]
    # asyncpg passes the first and the last as infinity, and a series from there has no end.
    async with asyncio.timeout(10):
        assert list(await history(user, "DAY", "0001-01-01", "0001-01-03")) == ["0001-01-01", "0001-01-02"]
        assert list(await history(user, "DAY", "0001-01-01", "0001-01-02")) == ["0001-01-01"]
        assert list(await history(user, "WEEK", "0001-01-01", "0001-01-09")) == ["0001-01-01", "0001-01-08"]
        assert list(await history(user, "MONTH", "0001-01-01", "0001-02-01")) == ["0001-01-01"]


async def hours(user: Client, first: str, last: str) -> list[tuple[str, int, int]]:
    groups = (await user.data(USAGE, **{"from": first, "to": last}))["usage"]
    return [(group["day"], group["hour"], group["totalTasks"]) for group in groups]


async def months(user: Client, board: str) -> list[dict[str, str]]:
    query = "query ($id: ID!) { board(id: $id) { statistics { months { month } } } }"
    found: list[dict[str, str]] = (await user.data(query, id=board))["board"]["statistics"]["months"]
    return found


@pytest.mark.slow
async def test_another_time_zone_counts_again(settings: Settings, user: Client, configure: Zone) -> None:
    await record(settings, user.id, "2026-05-31T16:30:00Z")
    [task], board = (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"], await new_board(user)
    await put(user, board, task["id"])
    instant = datetime(2026, 5, 4, 16, 30, tzinfo=UTC)
    await record(settings, user.id, instant.isoformat())
    assert await total(user, "DAY", "2026-05-04") == ("2026-05-04", 1)
    assert await hours(user, "2026-05-04", "2026-05-06") == [("2026-05-04", 16, 1)]
    assert await months(user, board) == [{"month": "2026-05-01"}]
    await configure("Asia/Shanghai")
    assert await total(user, "DAY", "2026-05-04") == ("2026-05-04", 0)
    assert await total(user, "DAY", "2026-05-05") == ("2026-05-05", 1)
    await record(settings, user.id, (instant + timedelta(minutes=1)).isoformat())
    assert await total(user, "DAY", "2026-05-05") == ("2026-05-05", 2)
    assert await hours(user, "2026-05-04", "2026-05-06") == [("2026-05-05", 0, 2)]
    assert await months(user, board) == [{"month": "2026-06-01"}]
    await configure("Asia/Kathmandu")
    assert await months(user, board) == [{"month": "2026-05-01"}]
    assert await hours(user, "2026-05-04", "2026-05-06") == [("2026-05-04", 22, 2)]
    async with as_owner(settings) as owner:
        assert await drift(owner) == []
