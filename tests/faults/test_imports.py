"""
An import is killed at random moments; repeated, it ends as if nothing had died, and storage has nothing else.

`TASK_RECORD_KILLS=100 ./run test tests/faults/test_imports.py -n 0 -s --all` kills it 100 times; `TASK_RECORD_SEED`
repeats a run.
"""

import asyncio
import os
import secrets
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from uuid import uuid4

import pytest

from server.operations.reconcile import reconcile
from server.settings.settings import Settings
from tests.databases.reconciled import CLEAN
from tests.pictures import picture
from tests.server.commands import environment, forked, run, variables
from tests.server.operations.importing.archives import archive_of
from tests.server.operations.importing.elsewhere import another_server, packed
from tests.server.operations.importing.own_files import line
from tests.server.worker_tables import until_no_jobs_of_the_dead

pytestmark = [pytest.mark.own_database, pytest.mark.slow]

KILLS = int(os.environ.get("TASK_RECORD_KILLS", "4"))
USERS, TASKS_EACH = 8, 4
WHOLE = """SELECT count(*), count(aws_generated_key), count(generated_sha256) FROM user_task_history"""
GIVE_UP = "DELETE FROM task_record.image_uploads"


async def test_an_import_that_dies_is_repeated(own_settings: Settings, tmp_path: Path) -> None:
    seed = os.environ.get("TASK_RECORD_SEED", str(secrets.randbelow(10**6)))
    print(f"TASK_RECORD_SEED={seed}")
    random = Random(seed)
    users = [str(uuid4()) for _ in range(USERS)]
    lines = [line(userId=user, status="COMPLETED") for user in users for _ in range(TASKS_EACH)]
    path = packed(tmp_path / "tasks.zip", archive_of(lines, [picture(seed=n) for n in range(len(lines))]))
    async with another_server(own_settings) as elsewhere:
        environ = environment(**variables(elsewhere.settings))
        longest, in_time = 2.0, 0
        for _ in range(KILLS):
            with TemporaryFile() as said:
                importing = forked(["import", path], environ, said.fileno(), said.fileno())
            after = random.uniform(0, longest)
            await asyncio.sleep(after)
            importing.kill()
            if await asyncio.to_thread(importing.wait) == 0:
                longest = max(0.1, after * 0.9)
            else:
                in_time += 1
            tasks, images, digests = await elsewhere.owner.fetchrow(WHOLE)
            assert tasks == images == digests
            assert tasks % TASKS_EACH == 0  # a user's tasks are imported together
        print(f"{in_time} of {KILLS} kills before it was done")
        done = await asyncio.to_thread(run, "import", path, **variables(elsewhere.settings))
        assert (done.returncode, done.stderr) == (0, "")
        assert tuple(await elsewhere.owner.fetchrow(WHOLE)) == (len(lines),) * 3
        await elsewhere.owner.execute(GIVE_UP)  # as if an hour had passed
        await until_no_jobs_of_the_dead(elsewhere.owner)
        told: list[str] = []
        assert await reconcile(elsewhere.settings, told.append, repair=False) == 0, told
        assert told == [CLEAN]
