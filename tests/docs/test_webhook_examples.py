"""A receiver of webhooks is sent what docs/webhooks.md shows, and verifies it by the page's code."""

import asyncio
import re
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import web

from models.webhooks.webhook_record import WebhookEventType
from server.settings.settings import Settings
from tests.application import ServedApplication, on_port
from tests.docs.examples import ROOT, STORY, Example
from tests.docs.reader import USER, Reader
from tests.pictures import data_url, picture
from tests.server.webhooks.receiver import PATIENCE, Receiver

pytestmark = pytest.mark.own_database

PAGE = ROOT / "docs" / "webhooks.md"
PLANS = """[studio]
task_types = ["image_generation", "image_edit"]
max_image_size = 10_485_760
credit_prices = { image_generation = 3, image_edit = 5 }
credits_low = 10
"""
ENDED, FAILED, CANCELED = (f"5b1f6a52-7a0e-4c3b-9d55-1f4e8f1c2c0{number}" for number in (1, 2, 3))
WAITING = "{ viewer { webhooks { deliveries(first: 1, state: WAITING) { nodes { id } } } } }"


class Subscriber(Reader):
    """A reader of the page with a receiver, whose address replaces `app.example.com`."""

    def __init__(self, application: ServedApplication, receiver: Receiver, directory: Path) -> None:
        super().__init__(application.http, directory, "studio")
        self.receiver = receiver
        self.names.addresses["https://app.example.com"] = receiver.url("")

    async def follow(self, example: Example) -> None:
        if example.language == "event":
            await self.receive(example)
        else:
            await super().follow(example)

    async def receive(self, example: Example) -> None:
        """Cause the event of the example, and compare it with the first event of its type that was received."""
        [kind] = re.findall(r'"type": "([\w.]+)"', example.answer or "")
        await self.bring_about(kind)
        await self.until_all_is_sent()
        received = next(one for one in self.receiver.received if one.event["type"] == kind)
        self.check(example, received.body.decode())

    async def bring_about(self, kind: str) -> None:
        user, service = self.callers[""], self.callers["service"]
        match kind:
            case "task.created":
                granted = {"id": ENDED, "userId": str(USER), "amount": 12, "reason": "Welcome"}
                await service.mutate("grantCredits", "credits { available }", **granted)
                asked = {"prompt": "A fox", "aspectRatio": "16:9", "modelVersion": "gemini-3-pro-image"}
                await user.task("createTask", id=ENDED, externalId="gm3qorzdhgbfurvj", **asked)
            case "task.completed":
                image = {"dataUrl": data_url(picture())}
                used = {"inputTokens": 258, "outputTokens": 1032, "cost": "0.0425", "generationTimeMs": 8200}
                await user.task("completeTask", id=ENDED, image=image, **used)
            case "task.failed":
                await user.task("createTask", id=FAILED, prompt="A wolf", taskType="IMAGE_EDIT")
                why = {"errorMessage": "The model refused", "failureCode": "content_policy"}
                await user.task("failTask", id=FAILED, tokensUsed=40, **why)
            case "task.canceled":
                await user.task("createTask", id=CANCELED, prompt="A wolf", taskType="IMAGE_EDIT", creditsReserved=0)
                await user.task("cancelTask", id=CANCELED)
            case "task.deleted":
                await user.mutate("deleteTask", "deletedTaskId", id=FAILED)

    async def until_all_is_sent(self) -> None:
        """Wait until all deliveries are recorded as sent."""
        async with asyncio.timeout(PATIENCE):
            while True:
                webhooks = (await self.callers[""].data(WAITING))["viewer"]["webhooks"]
                if not any(webhook["deliveries"]["nodes"] for webhook in webhooks):
                    return
                await asyncio.sleep(0.05)


@pytest.fixture
async def subscriber(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Subscriber]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    plans = tmp_path / "plans.toml"
    plans.write_text(PLANS)
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    changes = {"plans_file": plans, "webhook_networks": [ip_network("127.0.0.0/8")]}
    async with Receiver(authority) as receiver, on_port(Settings(**values | changes)) as application:
        receiver.answers["/hooks/tasks"] = no_content
        yield Subscriber(application, receiver, tmp_path)


async def no_content(_: web.Request) -> web.StreamResponse:
    return web.Response(status=204)


def functions() -> dict[str, Any]:
    """Return the functions in the blocks of Python of this page and the first, by name."""
    defined: dict[str, Any] = {}
    for page in (PAGE, STORY[0]):
        for block in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
            exec(block, defined)  # noqa: S102
    return defined


def test_the_page_shows_each_event() -> None:
    shown = re.findall(
        r'^```json title="event"\n\{\s*"type": "([\w.]+)"', PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {*shown} == {"test", *WebhookEventType}


@pytest.mark.slow
async def test_the_page_is_sent_what_it_shows_and_verifies_it(subscriber: Subscriber) -> None:
    await subscriber.read(PAGE)
    receive, is_from_task_record = (functions()[name] for name in ("receive", "is_from_task_record"))
    secret = subscriber.names.values["secret"]
    received = subscriber.receiver.of("/hooks/tasks")
    assert {one.event["type"] for one in received} == {"test", *WebhookEventType}
    for one in received:
        headers = dict(one.headers)
        assert receive(secret, headers, one.body) == one.event
        assert is_from_task_record(secret, headers, one.body)
        assert not is_from_task_record(secret, headers, one.body + b" ")
        assert not is_from_task_record(secret, headers | {"webhook-timestamp": "1790000000"}, one.body)
