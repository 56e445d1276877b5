"""Of a backup or a restore that is killed, nothing is left in TMPDIR: neither rows, nor images, nor their names."""

import asyncio
import os
import signal
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from server.operations.backup.taking import BackupKeys, back_up
from server.settings.settings import Settings
from tests.application import in_process
from tests.models.connections import as_superuser
from tests.server.commands import environment, new_python, variables
from tests.server.exports.recorded import record
from tests.server.operations.backup.disaster import destroy
from tests.server.worker_tables import IMAGES, PATIENCE
from tests.services import PostgresService

pytestmark = [pytest.mark.own_database, pytest.mark.slow]

AT_WORK = """SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
  AND application_name = $1 AND query LIKE 'COPY %user_task_history%')"""


async def killed(
    postgres: PostgresService, settings: Settings, at_work: str, temporary: Path, *command: object
) -> None:
    """Run the command, and kill it while PostgreSQL's program of that name reads or writes the tasks."""
    given = environment(**variables(settings)) | {"TMPDIR": str(temporary)}
    with TemporaryFile() as log:
        process = new_python(command, given, log.fileno(), log.fileno())
        async with as_superuser(postgres, settings) as superuser, asyncio.timeout(PATIENCE):
            while not await superuser.fetchval(AT_WORK, f"task_record {at_work}"):
                assert process.poll() is None, os.pread(log.fileno(), 10_000, 0)
        process.kill()
        assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL


@pytest.mark.slow
async def test_a_killed_command_leaves_no_files(
    postgres: PostgresService, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    place, temporary = tmp_path / "place", tmp_path / "temporary"
    temporary.mkdir()
    async with in_process(settings) as application:
        user = application.new_client()
        await record(settings, user)
        await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    await killed(postgres, settings, "pg_dump", temporary, "backup", place)
    assert files_in(temporary) == []
    await back_up(settings, str(place), BackupKeys(), print, read_back=False)
    await destroy(settings)
    await killed(postgres, elsewhere, "pg_restore", temporary, "restore", place)
    assert files_in(temporary) == []


def files_in(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]
