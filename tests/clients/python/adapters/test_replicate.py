"""Replicate's own library, against an imitation of its API."""

import asyncio
import base64
import hmac
import json
import time
from typing import Any

import pytest
from replicate.client import Client as ReplicateClient
from task_record import NotVerified
from task_record.adapters.replicate import Replicate

from tests.api import Client
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef").decode()


class Api:
    """Predictions that end when a client reads them."""

    def __init__(self) -> None:
        self.url = ""
        self.predictions: dict[str, dict[str, Any]] = {}

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        if path in ("/0.png", "/1.png"):
            return 200, [FOX, WOLF][int(path[1])]
        if method == "POST":
            return 201, self.begun(json.loads(body))
        return 200, self.ended(path.rpartition("/")[2])

    def begun(self, given: dict[str, Any]) -> dict[str, Any]:
        name = f"prediction{len(self.predictions)}"
        self.predictions[name] = {
            "id": name,
            "model": "black-forest-labs/flux-schnell",
            "version": "hidden",
            "input": given["input"],
            "logs": "",
            "output": None,
            "error": None,
            "status": "starting",
            "created_at": "2026-11-29T10:00:00.000Z",
            "webhook": given.get("webhook"),
            "urls": {"get": f"{self.url}/v1/predictions/{name}", "cancel": f"{self.url}/v1/predictions/{name}/cancel"},
        }
        return self.predictions[name]

    def ended(self, id: str) -> dict[str, Any]:
        prediction = self.predictions[id]
        if "violence" in prediction["input"]["prompt"]:
            return {**prediction, "status": "failed", "error": "NSFW content detected. Try running it again."}
        output = [f"{self.url}/0.png", f"{self.url}/1.png"]
        return {**prediction, "status": "succeeded", "output": output, "metrics": {"predict_time": 1.25}}


def signed(body: bytes) -> dict[str, str]:
    sent = str(int(time.time()))
    signature = hmac.digest(b"0123456789abcdef", f"msg_1.{sent}.".encode() + body, "sha256")
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": sent,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


async def test_a_prediction_is_run_and_recorded(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def work() -> None:
        api = Api()
        with imitation(api) as api.url:
            client = ReplicateClient(api_token="x", base_url=api.url)
            client.poll_interval = 0.01
            runner = Replicate(tr, client)
            given = {"prompt": "A fox", "num_outputs": 2, "seed": 7, "aspect_ratio": "16:9"}
            prediction = runner.run("black-forest-labs/flux-schnell", given)
            assert prediction.status == "succeeded"
            assert runner.run("black-forest-labs/flux-schnell", {"prompt": "violence"}).status == "failed"
        assert tr.flush(10)

    await asyncio.to_thread(work)
    refused, task = await history(user)
    assert (task["modelVersion"], task["externalId"]) == ("black-forest-labs/flux-schnell", "prediction0")
    assert task["parameters"] == {"num_outputs": 2, "seed": 7, "aspect_ratio": "16:9"}
    assert task["images"] == sha256(FOX, WOLF)
    assert (refused["status"], refused["failureCode"]) == ("FAILED", "content_policy")
    assert refused["externalId"] == "prediction1"


@pytest.mark.slow
async def test_a_webhook_completes_a_task(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def begin(api: Api) -> dict[str, Any]:
        runner = Replicate(tr, ReplicateClient(api_token="x", base_url=api.url), SECRET)
        runner.start("black-forest-labs/flux-schnell", {"prompt": "A fox"}, webhook="https://app.example.com/hook?a=1")
        assert tr.flush(10)
        return api.ended("prediction0")

    def receive(api: Api, ended: dict[str, Any]) -> None:
        body = json.dumps(ended).encode()
        # In another process than the one that began it.
        runner = Replicate(tr, ReplicateClient(api_token="x", base_url=api.url), SECRET)
        with pytest.raises(NotVerified):
            runner.receive(body + b" ", signed(body), ended["webhook"])
        for _ in range(2):  # a webhook may come twice
            runner.receive(body, signed(body), ended["webhook"])
        assert tr.flush(10)

    api = Api()
    with imitation(api) as api.url:
        ended = await asyncio.to_thread(begin, api)
        [task] = await history(user)
        assert (task["status"], task["externalId"]) == ("PROCESSING", "prediction0")
        await asyncio.to_thread(receive, api, ended)
    [task] = await history(user)
    assert (task["status"], task["images"]) == ("COMPLETED", sha256(FOX, WOLF))
    assert tr.outbox.refused() == []
