"""
Two servers behind nginx are restarted one after the other, killed, and upgraded under load: no request fails that may
not be repeated, and subscribers miss nothing. `TASK_RECORD_LONG=1` runs more rounds, and the upgrade.
"""

import os
import signal
import subprocess
from collections import Counter

import pytest

from server.settings.settings import Settings
from tests.deploy.fleet import fleet, version_of, worktree
from tests.deploy.nginx import PROGRAM
from tests.deploy.traffic import Traffic
from tests.migrations.conftest import LANDED
from tests.server.commands import Start, environment, forked, variables
from tests.services import ObjectStorageService, PostgresService, settings_of, with_database

LONG = "TASK_RECORD_LONG" in os.environ
ROUNDS, USERS = (10, 4) if LONG else (1, 2)

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed: apt-get install nginx")


def report(traffic: list[Traffic], what: str) -> str:
    answered = sum((one.answered for one in traffic), Counter[str]())
    repeated = [one for user in traffic for one in user.repeated]
    return f"{what}: {dict(answered)} answered, {len(repeated)} repeated: {repeated}"


@pytest.mark.slow
async def test_restarted_and_killed(own_settings: Settings) -> None:
    """
    No request fails because of a restart. Requests to a server that is killed are repeated, by nginx, or by the client
    that knows that they are idempotent, and take effect once.
    """
    async with fleet(own_settings, forked) as servers, servers.in_use(USERS) as traffic:
        for port in servers.ports * ROUNDS:
            await servers.restart(port, forked)
        print(report(traffic, "restarted"))
        assert [one.repeated for one in traffic] == [[]] * USERS
        for port in (servers.ports * ROUNDS)[ROUNDS:]:
            await servers.end(port, signal.SIGKILL)
            await servers.start(port, forked)
    print(report(traffic, "killed"))
    assert not any(one.startswith("GET") for user in traffic for one in user.repeated)  # nginx repeats these
    assert all(one.answered["completeTask"] > ROUNDS for one in traffic)


@pytest.mark.skipif(not LONG, reason="TASK_RECORD_LONG=1 has it installed and upgraded")
async def test_upgraded(postgres: PostgresService, object_storage: ObjectStorageService) -> None:
    """An upgrade from the commit that landed last to this one: migrate, then restart one server after the other."""
    name = await postgres.new_database()
    addresses = [with_database(url, name) for url in (postgres.owner_url, postgres.application_url)]
    settings = settings_of(object_storage, *addresses)
    with worktree() as there:
        before = version_of(LANDED, there)
        migrate(before, settings)
        async with fleet(settings, before) as servers, servers.in_use(USERS) as traffic:
            migrate(forked, settings)
            for port in servers.ports:
                await servers.restart(port, forked)
    print(report(traffic, "upgraded"))


def migrate(version: Start, settings: Settings) -> None:
    process = version(["migrate"], environment(**variables(settings)), 1, 2)
    assert process.wait(600) == 0, subprocess.list2cmdline(["migrate"])
