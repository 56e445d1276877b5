"""Problems that `/readyz` reports while the server stays ready, as servers are replaced one after the other."""

from zoneinfo import ZoneInfo

import httpx2
import pytest

from migrations.revisions import head
from server import readiness
from server.operations.checking.check import check
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.migrations.conftest import migrate
from tests.models.connections import as_owner
from tests.server.operations.readiness import READY, answer


@pytest.fixture(autouse=True)
def check_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check each time, instead of keeping what was found."""
    monkeypatch.setattr(readiness, "KEPT", 0.0)


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_server_serves_on_once_the_next_version_has_migrated(
    settings: Settings, http: httpx2.AsyncClient
) -> None:
    """Otherwise no server would be ready until the first of the next version is. Other problems count as always."""
    what = f"The database is at version 9999, this server at {head()}, which serves on."
    remedy = "servers of the version that has migrated it"
    async with as_owner(settings) as owner:
        await owner.execute("UPDATE task_record.alembic_version SET version_num = '9999'")
        assert await answer(http) == (200, {"ready": True, "problems": [f"{what} Next: {remedy}"]})
        await owner.execute("CREATE POLICY next ON user_task_history FOR SELECT TO pg_monitor USING (true)")
        assert await check(settings) == [Problem(what, remedy, Severity.WARNING)]
        for worse in (
            "CREATE POLICY wide ON user_task_history FOR SELECT TO authenticated USING (true)",
            "ALTER TABLE user_task_history DISABLE ROW LEVEL SECURITY",
        ):
            found = len((await answer(http))[1]["problems"])
            await owner.execute(worse)
            status, body = await answer(http)
            assert (status, len(body["problems"])) == (503, found + 1)


@pytest.mark.slow
@pytest.mark.own_database
async def test_servers_serve_on_while_days_begin_elsewhere(
    settings: Settings, http: httpx2.AsyncClient, user: Client
) -> None:
    """Servers with the old and the new time zone are ready before, after and while statistics are recounted."""
    shanghai = settings.model_copy(update={"statistics_time_zone": ZoneInfo("Asia/Shanghai")})
    await user.task("createTask", prompt="a fox")
    async with in_process(shanghai) as changed:
        what = "Days begin in UTC in the database, in Asia/Shanghai in STATISTICS_TIME_ZONE."
        remedy = "./run migrate, which recounts the statistics, or STATISTICS_TIME_ZONE=UTC"
        assert await check(shanghai) == [Problem(what, remedy, Severity.WARNING)]
        assert await answer(changed.http) == (200, {"ready": True, "problems": [f"{what} Next: {remedy}"]})
        await migrate(shanghai)
        assert await answer(changed.http) == READY
        status, told = await answer(http)
        assert (status, told["ready"]) == (200, True)
        assert [problem.partition(", in UTC")[0] for problem in told["problems"]] == [
            "Days begin in Asia/Shanghai in the database"
        ]
        assert (await user.data("{ statistics { timeZone totalTasks } }"))["statistics"] == {
            "timeZone": "Asia/Shanghai",
            "totalTasks": 1,
        }
        async with as_owner(settings) as owner:
            await owner.execute("COMMENT ON FUNCTION task_record.time_zone() IS 'Statistics are being counted again.'")
            counted = "Statistics are being recounted. Next: ./run migrate, which goes on with it"
            assert await answer(changed.http) == (200, {"ready": True, "problems": [counted]})
            await owner.execute("ALTER TABLE user_task_history DISABLE ROW LEVEL SECURITY")
            assert [(await answer(one))[0] for one in (http, changed.http)] == [503, 503]
