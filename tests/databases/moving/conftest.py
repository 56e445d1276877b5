"""Two databases behind a router, with a user in each, for tests that move users."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import pytest

from server.stores.connections import create_bucket, open_storage
from tests.databases.moving.moves import owners_of
from tests.databases.pair import Pair, running_pair, user_in_each
from tests.databases.servers import DatabaseServers
from tests.resolvers.credits.ledger import PLANS
from tests.services import ObjectStorageService
from tests.storage.conftest import drop_bucket


@pytest.fixture(scope="package")
async def running(
    servers: DatabaseServers, object_storage: ObjectStorageService, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    """A pair with a bucket of its own, which is empty, and a plan with prices."""
    plans_file = tmp_path_factory.mktemp("plans") / "plans.toml"
    plans_file.write_text(PLANS.replace("max_image_size", "can_export = true\ncan_share = true\nmax_image_size"))
    values = {"plans_file": plans_file, "content_producer": "A studio"}
    async with running_pair(servers, object_storage, f"test-{uuid4().hex}", **values) as pair:
        await create_bucket(pair.settings)
        yield pair
        async with open_storage(pair.settings) as storage:
            await drop_bucket(storage)


@pytest.fixture
async def pair(running: Pair) -> Pair:
    """The pair, with users of the test's own."""
    async with owners_of(running) as owners:
        here, there = await user_in_each(running.application, owners)
    return replace(running, here=here, there=there)
