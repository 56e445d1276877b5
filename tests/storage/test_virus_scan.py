"""A `clamd` scans images before they are stored, whichever way they are sent."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server import readiness
from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.api import Client, mutation
from tests.application import in_process
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import uploaded
from tests.server.observation.scraping import scrape
from tests.server.operations.readiness import READY, answer
from tests.storage.images.clamd import CLAMD, EICAR, LARGEST, clamd, free_port

pytestmark = pytest.mark.skipif(CLAMD is None, reason="clamd is not installed: apt-get install clamav-daemon")

CLEAN = picture((300, 200))
INFECTED = CLEAN + EICAR
FOUND = "The virus scanner has found Eicar-Test-Signature.UNOFFICIAL in this image."


@pytest.fixture(autouse=True)
def check_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check each time, without reusing a result."""
    monkeypatch.setattr(readiness, "REUSED_FOR", 0.0)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def scanning(settings: Settings, port: int) -> Settings:
    return settings.model_copy(update={"clamav_url": f"tcp://127.0.0.1:{port}"})


@pytest.fixture
async def user(scanning: Settings) -> AsyncIterator[Client]:
    async with in_process(scanning) as application:
        yield application.new_client()


async def sent_each_way(user: Client, task_id: str, content: bytes) -> list[dict[str, Any]]:
    """Give the task the image in each of three ways, and return the payloads."""
    upload_id = await uploaded(user, task_id, content)
    return [
        await user.mutate_with_file("uploadOriginalImage", "image.file", content, id=task_id, image={"file": None}),
        await user.mutate("uploadOriginalImage", id=task_id, image={"dataUrl": data_url(content)}),
        await user.mutate("uploadOriginalImage", id=task_id, image={"uploadId": upload_id}),
    ]


@pytest.mark.slow
async def test_an_infected_image_is_refused(user: Client, bucket: Bucket, tmp_path: Path, port: int) -> None:
    before = await scrape(user.http)
    async with clamd(tmp_path, port):
        task = await user.task("createTask", prompt="A fox")
        ways = ["file", "dataUrl", "uploadId"]
        for way, payload in zip(ways, await sent_each_way(user, task["id"], INFECTED), strict=True):
            error = {"field": ["input", "image", way], "code": "INVALID_IMAGE", "message": FOUND}
            assert payload == {"task": None, "errors": [error]}
        assert await bucket.keys(f"task-history/{user.id}/") == []
        for payload in await sent_each_way(user, task["id"], CLEAN):
            assert payload["errors"] == []
            assert payload["task"]["originalImage"]["size"] == len(CLEAN)
    assert (await scrape(user.http)).added(before, "task_record_images_total", outcome="infected") == 3


@pytest.mark.slow
async def test_without_the_scanner_no_image_is_accepted(
    user: Client, bucket: Bucket, tmp_path: Path, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    before = await scrape(user.http)
    task = await user.task("createTask", prompt="A fox")
    upload = {"uploadId": await uploaded(user, task["id"], CLEAN)}
    for image in (upload, {"dataUrl": data_url(CLEAN)}):
        error = await user.error(mutation("completeTask"), input={"id": task["id"], "image": image})
        assert error["extensions"] == {"code": "SCANNER_UNAVAILABLE"}
        assert "cannot be scanned for viruses at the moment" in error["message"]
    assert len(caplog.records) == 2
    assert (await scrape(user.http)).added(before, "task_record_images_total", outcome="unscanned") == 2
    assert f"CLAMAV_URL=tcp://host:3310, of a clamd that runs; it is tcp://127.0.0.1:{port}" in caplog.text
    assert await bucket.keys(f"task-history/{user.id}/") == []
    async with clamd(tmp_path, port):
        assert (await user.task("completeTask", id=task["id"], image=upload))["status"] == "COMPLETED"


async def test_an_image_too_large_for_the_scanner_is_not_stored(user: Client, tmp_path: Path, port: int) -> None:
    large = CLEAN + bytes(LARGEST)
    async with clamd(tmp_path, port):
        image = {"dataUrl": data_url(large)}
        error = await user.error(mutation("createTask"), input={"prompt": "A fox", "originalImage": image})
        assert error["extensions"] == {"code": "SCANNER_UNAVAILABLE"}


@pytest.mark.slow
async def test_readiness_reports_the_scanner(scanning: Settings, user: Client, tmp_path: Path, port: int) -> None:
    status, told = await answer(user.http)
    assert status == 503
    [problem] = told["problems"]
    assert problem.startswith("The virus scanner cannot be used (Error connecting to 127.0.0.1:")
    assert [str(fault) for fault in await check(scanning)] == [problem]
    async with clamd(tmp_path, port):
        assert await answer(user.http) == READY
