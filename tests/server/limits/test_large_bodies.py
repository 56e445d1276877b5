"""Many large images at once, in JSON and as files, are all stored, each as soon as its user has the memory."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from benchmarks.memory import PeakMemory, memory_of
from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import new_process
from tests.pictures import data_url, picture

MOST = 400 * 1024 * 1024
SENDERS = 16
PATIENCE = 600

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux reports its memory")


def picture_of(size: int) -> bytes:
    """Return a small image, padded with zeros to `size` bytes."""
    content = picture()
    return content + bytes(size - len(content))


async def created(sender: Client, image: bytes) -> Any:
    """Record a task with the image, again while the server is busy, and return it."""
    while True:
        task = {"prompt": "A fox", "originalImage": {"dataUrl": data_url(image)}}
        answer = await sender.post(mutation("createTask"), input=task)
        if "data" in answer:
            return answer["data"]["createTask"]["task"]
        assert answer["errors"][0]["extensions"] == {"code": "UNAVAILABLE", "retryAfter": 5}
        await asyncio.sleep(1)


@pytest.mark.slow
async def test_many_files_wait_on_disk(settings: Settings) -> None:
    """Each file is small enough to stay in memory if it were the only one."""
    image = picture_of(900_000)
    async with new_process(settings, EXECUTION_TIMEOUT=str(PATIENCE)) as server:
        server.http.timeout = PATIENCE
        senders = [server.new_client() for _ in range(150)]
        before = memory_of(server.process.pid)
        with PeakMemory(server.process.pid) as memory:
            payloads = await asyncio.gather(
                *(
                    sender.mutate_with_file(
                        "createTask", "originalImage.file", image, prompt="A fox", originalImage={"file": None}
                    )
                    for sender in senders
                )
            )
    assert [payload["task"]["originalImage"]["size"] for payload in payloads] == [len(image)] * len(senders)
    assert memory.peak - before < len(senders) * len(image), (memory.peak, before)


@pytest.mark.slow
async def test_memory_stays_within_bounds(settings: Settings) -> None:
    images = [picture_of(size) for size in (11_500_000, 3_000_000)] * (SENDERS // 2)
    async with new_process(settings, EXECUTION_TIMEOUT=str(PATIENCE), BODY_TIMEOUT=str(PATIENCE)) as server:
        server.http.timeout = PATIENCE
        senders = [server.new_client() for _ in range(SENDERS)]
        with PeakMemory(server.process.pid) as memory:
            tasks = await asyncio.gather(*map(created, senders, images))
    assert [task["originalImage"]["size"] for task in tasks] == [len(image) for image in images]
    assert memory.peak < MOST, memory.peak
