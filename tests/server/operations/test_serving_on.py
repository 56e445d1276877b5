"""Problems that `/readyz` reports while the server stays ready, as servers are replaced one after the other."""

from zoneinfo import ZoneInfo

import httpx2
import pytest

from migrations.revisions import head
from server.operations.checking.check import check
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.migrations.conftest import migrate
from tests.models.connections import as_owner
from tests.server.operations.readiness import READY, answer

pytestmark = [pytest.mark.slow, pytest.mark.own_database, pytest.mark.usefixtures("check_each_time")]

NEXT_VERSION = """
UPDATE task_record.alembic_version SET version_num = '9999';
CREATE POLICY next ON user_task_history FOR SELECT TO pg_monitor USING (true);
DROP POLICY board_select ON task_record.boards;
CREATE POLICY board_select ON task_record.boards FOR SELECT TO board_reader
  USING (id IN (SELECT unnest(task_record.caller_boards(false))));
DROP POLICY own_delete ON task_record.saved_views;
GRANT SELECT ON task_record.index_progress TO authenticated;
GRANT UPDATE ON task_record.boards TO board_reader;
GRANT SELECT ON task_record.unowned_objects TO authenticated;
DROP FUNCTION task_record.erase_user;
"""


async def test_a_server_remains_ready_when_the_next_version_has_migrated(
    settings: Settings, http: httpx2.AsyncClient, user: Client
) -> None:
    """
    Otherwise no server would be ready until the first of the next version is. Its remedy does not undo the changes of
    the next version. Other problems count as usual.
    """
    await user.task("createTask", prompt="a fox")
    what = f"The database is at version 9999, this server at {head()}, which continues to serve."
    remedy = "servers of the version that has migrated it"
    async with as_owner(settings) as owner:
        await owner.execute(NEXT_VERSION)
        assert await answer(http) == (200, {"ready": True, "problems": [f"{what} Next: {remedy}"]})
        assert await check(settings) == [Problem(what, remedy, Severity.WARNING)]
        for number, worse in enumerate(
            (
                "CREATE POLICY wide ON user_task_history FOR SELECT TO authenticated USING (true)",
                "DROP POLICY wide ON user_task_history; ALTER TABLE user_task_history DISABLE ROW LEVEL SECURITY",
                "GRANT TRUNCATE ON user_task_history TO authenticated",
            )
        ):
            await owner.execute(worse)
            status, body = await answer(http)
            assert (status, len(body["problems"])) == (503, 1 + max(number, 1))


async def test_no_server_is_ready_before_an_upgrade_has_ended(settings: Settings, http: httpx2.AsyncClient) -> None:
    """Indexes that it needs may not exist yet. Servers of the version before remain ready."""
    problem = f"The database is being upgraded from version 0028 to {head()}. Next: ./run migrate, which continues it"
    async with as_owner(settings) as owner:
        await owner.execute("COMMENT ON TABLE task_record.alembic_version IS 'Upgraded from 0028'")
        assert await answer(http) == (503, {"ready": False, "problems": [problem]})
        await migrate(settings)
        assert await answer(http) == READY
        await owner.execute("COMMENT ON TABLE task_record.alembic_version IS 'Upgraded from 0028'")
        await owner.execute("UPDATE task_record.alembic_version SET version_num = '9999'")
        assert (await answer(http))[0] == 200


async def test_servers_with_another_time_zone_are_ready(
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
        status, body = await answer(http)
        assert (status, body["ready"]) == (200, True)
        [problem] = body["problems"]
        assert problem.startswith("Days begin in Asia/Shanghai in the database, in UTC")
        found = await user.data("{ statistics { timeZone totalTasks } }")
        assert found["statistics"] == {"timeZone": "Asia/Shanghai", "totalTasks": 1}
        async with as_owner(settings) as owner:
            await owner.execute("COMMENT ON FUNCTION task_record.time_zone() IS 'Statistics are being counted again.'")
            counted = "Statistics are being recounted. Next: ./run migrate, which continues it"
            assert await answer(changed.http) == (200, {"ready": True, "problems": [counted]})
            await owner.execute("ALTER TABLE user_task_history DISABLE ROW LEVEL SECURITY")
            assert [(await answer(one))[0] for one in (http, changed.http)] == [503, 503]
