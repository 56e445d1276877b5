"""Object storage that does not answer."""

import asyncio
import time

import pytest

from server.settings.settings import Settings
from tests.api import mutation
from tests.application import in_process
from tests.faults.proxy import storage_behind
from tests.pictures import data_url, noise, picture
from tests.server.observation.scraping import scrape

LIMIT = 8.0
"""EXECUTION_TIMEOUT in seconds."""

pytestmark = [pytest.mark.own_database, pytest.mark.slow]


@pytest.mark.slow
async def test_images_are_unavailable_and_all_else_works(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """Small images and large, which storage has to take in parts, images of other tasks, and the integrity report."""
    async with (
        storage_behind(settings) as (proxy, changed),
        in_process(changed, execution_timeout=LIMIT) as application,
    ):
        user, administrator = application.new_client(), application.new_client(role="admin")
        image = {"dataUrl": data_url(picture())}
        source = await user.task("createTask", prompt="a fox", originalImage=image)
        await user.task("completeTask", id=source["id"], image=image)
        before = await scrape(application.http)
        proxy.silent = True
        sent = {"prompt": "a hare", "originalImage": image}
        copied = {"prompt": "a hare", "originalImage": {"taskImage": {"taskId": source["id"], "index": 0}}}
        began = time.monotonic()
        large = user.mutate_with_file(
            "createTask", "originalImage.file", noise(700_000), prompt="a hare", originalImage={"file": None}
        )
        errors = await asyncio.gather(
            user.error(mutation("createTask"), input=sent),
            user.error(mutation("createTask"), input=copied),
            administrator.error("{ admin { integrity { missingObjects } } }"),
        )
        assert [error["extensions"]["code"] for error in errors] == ["UNAVAILABLE"] * 3
        with pytest.raises(AssertionError, match="UNAVAILABLE"):
            await large
        assert time.monotonic() - began < LIMIT
        assert caplog.text.count("Object storage cannot be used: ") == 4
        assert "errors" not in await user.post("{ tasks { nodes { id originalImage { url } } } }")
        after = await scrape(application.http)
        assert after.added(before, "task_record_requests_total", operation="unnamed", outcome="failed") == 4
        proxy.silent = False
        assert (await user.task("createTask", **sent))["originalImage"]["url"]
