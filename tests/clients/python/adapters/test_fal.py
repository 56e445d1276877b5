"""fal's own library, against an imitation of its queue."""

import asyncio
import json
from pathlib import Path
from typing import Any

import fal_client
import httpx
import pytest
from task_record import AsyncTaskRecord
from task_record.adapters.fal import AsyncFal, Fal

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation
from tests.pictures import data_url

MODEL = "fal-ai/flux/schnell"
SEED = 1_125_899_906_842_624_123
FAULT = {"loc": ["body", "prompt"], "msg": "The content was flagged.", "type": "content_policy_violation"}


class Api:
    """A queue whose request ends at once."""

    def __init__(self) -> None:
        self.url = ""
        self.given: dict[str, Any] = {}

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        path = path.partition("?")[0]
        if path.endswith(".png"):
            return 200, FOX if path == "/fox.png" else WOLF
        if method == "POST":
            self.given = json.loads(body)
            if "violence" in self.given["prompt"]:
                return 422, {"detail": [FAULT]}
            if self.given.get("sync_mode"):
                return 200, {"images": [{"url": data_url(FOX)}], "seed": 1}
            links = {f"{name}_url": f"{self.url}/requests/{name}" for name in ("response", "status", "cancel")}
            return 200, {"request_id": "request-1", **links}
        if path.endswith("/status"):
            return 200, {"status": "COMPLETED", "logs": None, "metrics": {}}
        images = [{"url": f"{self.url}/{name}.png", "content_type": "image/png"} for name in ("fox", "wolf")]
        return 200, {"images": images, "seed": SEED, "has_nsfw_concepts": ["hidden" in self.given["prompt"]] * 2}


class Local(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends requests for fal.run to the imitation."""

    def __init__(self, url: str) -> None:
        self.url = httpx.URL(url)
        self.waiting, self.other = httpx.HTTPTransport(), httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self.url.host, port=self.url.port)
        return self.waiting.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self.url.host, port=self.url.port)
        return await self.other.handle_async_request(request)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api = Api()
    monkeypatch.setattr("fal_client.client.BackupDomainTransport", lambda: Local(api.url))
    monkeypatch.setattr("fal_client.client.AsyncBackupDomainTransport", lambda: Local(api.url))
    return api


async def test_a_model_is_run_and_recorded(connect: Connect, user: Client, api: Api) -> None:
    tr = connect(user)

    def work() -> None:
        with imitation(api) as api.url:
            fal = Fal(tr, fal_client.SyncClient(key="x"))
            given = {"prompt": "A fox", "num_images": 2, "image_size": {"width": 512, "height": 768}}
            result = fal.subscribe(MODEL, given, with_logs=True, record={"metadata": {"campaign": "spring"}})
            assert result["seed"] == SEED
            fal.subscribe(MODEL, {"prompt": "hidden"})
            edit = {"prompt": "At night", "image_url": "http://127.0.0.1:9/secret.png", "sync_mode": True}
            fal.run("fal-ai/flux/dev/image-to-image", edit)
            with pytest.raises(fal_client.FalClientHTTPError):
                fal.subscribe(MODEL, {"prompt": "violence", "image_url": data_url(WOLF)})
            assert tr.flush(10)

    await asyncio.to_thread(work)
    found = {task["prompt"]: task for task in await history(user)}
    fox = found["A fox"]
    assert (fox["status"], fox["modelVersion"], fox["externalId"]) == ("COMPLETED", MODEL, "request-1")
    assert fox["parameters"] == {"num_images": 2, "image_size": {"width": 512, "height": 768}, "seed": SEED}
    assert (fox["images"], fox["metadata"]) == (sha256(FOX, WOLF), {"campaign": "spring"})
    assert (found["hidden"]["status"], found["hidden"]["failureCode"]) == ("FAILED", "content_policy")
    assert (found["At night"]["images"], found["At night"]["originalImage"]) == (sha256(FOX), None)
    assert found["violence"]["failureCode"] == "content_policy"
    assert [found["violence"]["originalImage"]] == sha256(WOLF)


async def test_asyncio(server: ServedApplication, user: Client, tmp_path: Path, api: Api) -> None:
    outbox = tmp_path / "outbox.sqlite"
    with imitation(api) as api.url:
        async with AsyncTaskRecord(f"{server.url}/graphql", token=user.token, outbox=outbox) as tr:
            fal = AsyncFal(tr, fal_client.AsyncClient(key="x"))
            await fal.subscribe(MODEL, {"prompt": "A fox"})
            await fal.run(MODEL, {"prompt": "A bear", "sync_mode": True})
            assert await tr.flush(10)
    bear, fox = await history(user)
    assert (fox["images"], fox["externalId"], bear["images"]) == (sha256(FOX, WOLF), "request-1", sha256(FOX))
