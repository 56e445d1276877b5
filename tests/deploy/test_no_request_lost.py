"""
Two servers behind nginx under load, restarted one after the other, killed, and upgraded: no request fails but those
that may be repeated, and who follows misses nothing. `TASK_RECORD_LONG=1` has it go on for longer, and upgrade.
"""

import os
import signal
import subprocess
from collections import Counter

import pytest

from server.settings.settings import Settings
from tests.deploy.fleet import fleet, version_of
from tests.deploy.nginx import PROGRAM
from tests.deploy.traffic import Traffic
from tests.server.commands import Start, environment, forked, variables
from tests.services import ObjectStorageService, PostgresService, settings_of, with_database

LONG = "TASK_RECORD_LONG" in os.environ
ROUNDS, USERS = (10, 4) if LONG else (1, 2)
BEFORE = "0b9b86d"
"""What had landed last before this."""

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed: apt-get install nginx")


def told(traffic: list[Traffic], what: str) -> str:
    answered = sum((one.answered for one in traffic), Counter[str]())
    repeated = [one for user in traffic for one in user.repeated]
    return f"{what}: {dict(answered)} answered, {len(repeated)} repeated: {repeated}"


@pytest.mark.slow
async def test_restarted_and_killed(own_settings: Settings) -> None:
    """
    Of a restart in good order nobody notices anything. What was sent to a server that is killed is repeated, by nginx
    or by the client that knows that it may be, and done once.
    """
    async with fleet(own_settings, forked) as servers, servers.in_use(USERS) as traffic:
        for port in servers.ports * ROUNDS:
            await servers.restart(port, forked)
        print(told(traffic, "restarted"))
        assert [one.repeated for one in traffic] == [[]] * USERS
        for port in (servers.ports * ROUNDS)[ROUNDS:]:
            await servers.end(port, signal.SIGKILL)
            await servers.start(port, forked)
    print(told(traffic, "killed"))
    assert not any(one.startswith("GET") for user in traffic for one in user.repeated)  # these are nginx's to repeat
    assert all(one.answered["completeTask"] > ROUNDS for one in traffic)


@pytest.mark.skipif(not LONG, reason="TASK_RECORD_LONG=1 has it installed and upgraded")
async def test_upgraded(postgres: PostgresService, object_storage: ObjectStorageService) -> None:
    """From what had landed last, which knows less of how to stop, to this: migrate, then one server after the other."""
    name = await postgres.new_database()
    addresses = [with_database(url, name) for url in (postgres.owner_url, postgres.application_url)]
    settings = settings_of(object_storage, *addresses)
    with version_of(BEFORE) as before:
        migrate(before, settings)
        async with fleet(settings, before) as servers, servers.in_use(USERS) as traffic:
            migrate(forked, settings)
            for port in servers.ports:
                await servers.restart(port, forked)
    print(told(traffic, "upgraded"))


def migrate(version: Start, settings: Settings) -> None:
    process = version(["migrate"], environment(**variables(settings)), 1, 2)
    assert process.wait(600) == 0, subprocess.list2cmdline(["migrate"])
