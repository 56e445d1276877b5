"""
The database that an earlier commit installs, fills and serves is upgraded to this one under load, while that commit's
servers run, and then used by these again. Nothing acknowledged is lost, and no request fails except repeatable ones.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from migrations.migrate import LAST_OF_CHAIN
from server.operations.checking.check import check
from tests.api import Client
from tests.bucket import own_bucket
from tests.deploy.fleet import version_of, worktree
from tests.fixtures import with_new_database
from tests.migrations.conftest import LANDED, LANDED_BEFORE, git, with_empty_database
from tests.migrations.state import dumped, state
from tests.migrations.versions.belongings import Belongings
from tests.migrations.versions.load import TEMPORARY
from tests.migrations.versions.upgrade import Load, Upgrade
from tests.server.commands import Start, forked
from tests.services import ObjectStorageService, PostgresService

RELEASED = git("tag", "--list", "v*").split()
OF_A_LATER_VERSION = {
    # It checks policies of versions that it does not know; and its sessions are ended once, because types change.
    "e16aa5c": r"The policy board_select on public\.user_task_history is not the one that migrate makes\..*"
    r"|The database is at version \d+, this server at 0028, which serves on\..*"
    r"|The database cannot be used: ConnectionDoesNotExistError\..*",
    # It takes every other version for an earlier one.
    "ef2f0cf": r"The database is at version \d+, this server at 0003\. Run migrate\."
    r"|The database cannot be used \(ConnectionDoesNotExistError\)\..*",
}
"""By commit, the problems that its released servers report as reasons not to be ready, although they serve."""
RECONCILED = "0 missing objects, 0 damaged objects, 0 orphaned objects, 0 drifted statistics, 0 drifted credits, "

pytestmark = pytest.mark.slow


@pytest.fixture
async def upgrade(
    postgres: PostgresService, object_storage: ObjectStorageService, tmp_path: Path
) -> AsyncIterator[Upgrade]:
    """With an empty database and a bucket of its own."""
    async with (
        own_bucket(await with_empty_database(postgres, object_storage)) as settings,
        httpx2.AsyncClient(timeout=60) as http,
    ):
        yield Upgrade(settings, tmp_path, http)


@pytest.fixture(scope="module")
def there() -> Iterator[Path]:
    with worktree() as there:
        yield there


@pytest.fixture(scope="module")
async def created(
    postgres: PostgresService, object_storage: ObjectStorageService, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[Any], list[str]]:
    """The state of a database that this commit has created from nothing, and its dump."""
    settings = await with_new_database(postgres, object_storage)
    await Upgrade(settings, tmp_path_factory.mktemp("created"), httpx2.AsyncClient()).run(forked, "migrate")
    return await state(settings), await dumped(settings)


async def to_next(upgrade: Upgrade, load: Load, old: str, version: Start, new: str) -> None:
    """Migrate to this version while the earlier server is in use, and use one of each once both are ready."""
    await upgrade.run(version, "migrate")
    await upgrade.until_ready(new)
    await load.on(old, new, tasks=2)


@pytest.mark.parametrize("origin", [LANDED, *LANDED_BEFORE, *RELEASED, LAST_OF_CHAIN, "ef2f0cf"])
async def test_a_database_is_upgraded_under_load_and_used_by_both_versions(
    upgrade: Upgrade, there: Path, created: tuple[list[Any], list[str]], origin: str
) -> None:
    async with AsyncExitStack() as stack:
        first = version_of(origin, there)
        await upgrade.run(first, "migrate")
        old = before = await stack.enter_async_context(upgrade.ready(first))
        belongings = Belongings(Client(upgrade.http))
        await belongings.write(old)
        async with upgrade.in_use(old) as load:
            await load.on(old, tasks=2)
            if origin == "ef2f0cf":
                through = version_of(LAST_OF_CHAIN, stack.enter_context(worktree()))
                before = await stack.enter_async_context(upgrade.serving(through))
                await to_next(upgrade, load, old, through, before)
                await load.on(before, tasks=1)
            new = await stack.enter_async_context(upgrade.serving(forked))  # which may not be ready too early
            await to_next(upgrade, load, before, forked, new)
            await load.on(before, tasks=2)
            await load.on(old, tasks=2)
        print(f"{origin}: {load.answered} answered, repeated {dict(load.errors)}")  # noqa: T201
        assert set(load.errors) <= {TEMPORARY}
        assert [what for what in load.unready if not re.fullmatch(OF_A_LATER_VERSION.get(origin, ""), what)] == []
        for address in (old, new):
            load.addresses[:] = [address]
            await asyncio.gather(*(user.assert_all_is_stored() for user in load.users))
            await belongings.are_there(address)
        others = Belongings(Client(upgrade.http))
        await others.write(new)
        assert others.unknown == []
    assert RECONCILED in await upgrade.run(forked, "reconcile")
    assert await check(upgrade.settings) == []
    assert (await state(upgrade.settings), await dumped(upgrade.settings)) == created
