"""Connections to storage are shared out among the users whose images are sent or fetched."""

import asyncio
from typing import Any

import pytest

from server.settings.settings import Settings
from storage.objects import CONNECTIONS
from tests.api import Client
from tests.application import in_process
from tests.faults.proxy import storage_behind
from tests.pictures import data_url, picture

IMAGE = {"dataUrl": data_url(picture())}


async def completed(user: Client) -> dict[str, Any]:
    task = await user.new_task()
    return await user.mutate("completeTask", "task { status }", id=task, image=IMAGE)


@pytest.mark.slow
async def test_one_users_slow_images_do_not_delay_another_user(settings: Settings) -> None:
    """Storage takes none of one user's images, as if they were large and it were slow, until the other's is stored."""
    async with storage_behind(settings) as (proxy, behind), in_process(behind) as application:
        first, other = application.new_client(), application.new_client()
        proxy.hold = str(first.id).encode()
        sending = [asyncio.create_task(completed(first)) for _ in range(CONNECTIONS + 10)]
        try:
            await proxy.asked.wait()
            await asyncio.sleep(1)  # as many as can be are sent
            assert await completed(other) == {"task": {"status": "COMPLETED"}, "errors": []}
            assert not any(task.done() for task in sending)
        finally:
            proxy.released.set()
            await asyncio.gather(*sending, return_exceptions=True)
