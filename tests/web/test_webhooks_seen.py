"""Webhooks on the page: made, tried, followed, changed and deleted, with a server that is sent what happens."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import trustme

from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.server.webhooks.receiver import Receiver, answering
from tests.web.visitor import Visitor

expect = pytest.importorskip("playwright.async_api").expect
pytestmark = pytest.mark.own_database


@pytest.fixture
async def receiver(
    settings: Settings, user: Client, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Receiver]:
    """Where the visitor's server may send to."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    networks = [ip_network("127.0.0.0/8")]
    async with Receiver(authority) as receiver, on_port(settings, webhook_networks=networks) as server:
        visitor.address, user.http = server.url, server.http
        yield receiver


async def test_from_the_first_to_none(user: Client, receiver: Receiver, visitor: Visitor) -> None:
    page = await visitor.open("/webhooks")
    await expect(page.get_by_text("No webhooks yet")).to_be_visible()
    await page.get_by_role("link", name="Add a webhook").click()
    assert page.url == f"{visitor.address}/webhooks/new"
    form = page.get_by_role("dialog", name="Add a webhook")
    address = form.get_by_role("textbox", name="Address")
    await address.fill(receiver.url("/hooks").replace("https", "http"))
    await address.press("Enter")
    await expect(form.get_by_role("alert")).to_contain_text("Enter a whole https address")
    await expect(address).to_have_attribute("aria-invalid", "true")
    await address.fill(receiver.url("/hooks"))
    await form.get_by_label("Task recorded").uncheck()
    await form.get_by_role("button", name="Add").click()

    secret = await page.get_by_role("textbox", name="Signing secret").input_value()
    await expect(page).to_have_title(f"{receiver.url('/hooks')} · Webhooks · Task record")
    await page.get_by_role("button", name="Send a test event").click()
    await expect(page.get_by_role("status").filter(has_text="Test event")).to_contain_text("answered 200")
    [test] = await receiver.until("/hooks")
    assert test.verified(secret)["type"] == "test"
    await page.reload()
    deliveries = page.get_by_role("list", name="Deliveries").get_by_role("listitem")
    await expect(deliveries).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Signing secret")).to_have_count(0)
    assert secret not in await page.content()

    await failed_and_sent_again(page, user, receiver)
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.get_by_text("Switched off by hand")).to_be_visible()
    await expect(page.get_by_role("button", name="Send a test event")).to_be_disabled()
    await page.go_back()
    await expect(page.get_by_role("listitem")).to_contain_text("Off")
    await page.get_by_role("link", name=receiver.url("/hooks")).click()
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_role("button", name="Send a test event")).to_be_enabled()
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No webhooks yet")).to_be_visible()
    assert await user.data("{ viewer { webhooks { id } } }") == {"viewer": {"webhooks": []}}


async def failed_and_sent_again(page: Any, user: Client, receiver: Receiver) -> None:
    """An event that is refused, as its owner sees it, who has it sent again once that is mended."""
    receiver.answers["/hooks"] = answering(503)
    task = await user.task("createTask", prompt="A fox")
    await user.task("failTask", id=task["id"], errorMessage="Out of memory")
    await receiver.until("/hooks", 2)
    await page.reload()
    await expect(page.get_by_text("Failing", exact=True)).to_be_visible()
    event = page.get_by_role("list", name="Deliveries").get_by_role("listitem").first
    await expect(event).to_contain_text("task.failed")
    await event.get_by_text("answered 503").click()
    attempts = event.get_by_role("table", name="Attempts").get_by_role("row")
    await expect(attempts.nth(1)).to_contain_text("503")
    receiver.answers["/hooks"] = answering(204)
    await event.get_by_role("button", name="Send again").click()
    await expect(attempts.last).to_contain_text("204")
    await expect(event).to_contain_text("Delivered")
    first, *_, last = [one.headers["webhook-id"] for one in receiver.of("/hooks")[1:]]
    assert first == last
    await expect(page.get_by_text("Failing", exact=True)).to_have_count(0)
