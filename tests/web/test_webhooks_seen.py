"""The page of webhooks: they are added, tested, changed and deleted, and events reach a server that receives them."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import trustme
from playwright.async_api import expect

from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.server.webhooks.receiver import Receiver, answering
from tests.web.axe import SMALL, no_violations
from tests.web.visitor import PHONE, Visitor

pytestmark = pytest.mark.own_database

GIVEN_UP = """
INSERT INTO task_record.webhook_deliveries
  (webhook_id, user_id, subject_id, type, data, state, next_attempt_at, created_at, attempts)
SELECT $1, $2, $2, 'test', '{}', 'failed', NULL, now() - n * interval '1 minute',
  '[{"started_at": "2026-11-28T10:00:00+00:00", "duration_ms": 12, "status": null,
     "error": "The host was not found: Domain name not found.", "error_code": "host_not_found"}]'
FROM generate_series(1, $3::integer) AS n
"""


@pytest.fixture
async def receiver(
    settings: Settings, user: Client, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Receiver]:
    """A server that receives events, to which the server of the visitor's page may send them."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    networks = [ip_network("127.0.0.0/8")]
    async with Receiver(authority) as receiver, on_port(settings, webhook_networks=networks) as server:
        visitor.address, user.http = server.url, server.http
        yield receiver


async def test_a_webhook_from_creation_to_deletion(user: Client, receiver: Receiver, visitor: Visitor) -> None:
    page = await visitor.open("/webhooks")
    await expect(page.get_by_text("No webhooks yet")).to_be_visible()
    await page.get_by_role("link", name="Add a webhook").click()
    assert page.url == f"{visitor.address}/webhooks/new"
    form = page.get_by_role("dialog", name="Add a webhook")
    address = form.get_by_role("textbox", name="Address")
    await address.fill(receiver.url("/hooks").replace("https", "http"))
    await address.press("Enter")
    await expect(form.get_by_role("alert")).to_contain_text("Enter a complete https address")
    await expect(address).to_have_attribute("aria-invalid", "true")
    await address.fill("https://169.254.169.254/latest")
    await address.press("Enter")
    await expect(form.get_by_role("alert")).to_contain_text("This is not a public address")
    await address.fill(receiver.url("/hooks"))
    await form.get_by_label("Task recorded").uncheck()
    await form.get_by_role("button", name="Add").click()

    secret = await page.get_by_role("textbox", name="Signing secret").input_value()
    await expect(page).to_have_title(f"{receiver.url('/hooks')} · Webhooks · Task record")
    await page.get_by_role("button", name="Send a test event").click()
    outcome = page.get_by_role("status").filter(has_text="Test event")
    await expect(outcome).to_contain_text("returned 200", timeout=2_500)  # sooner than by asking every three seconds
    [test] = await receiver.until("/hooks")
    assert test.verified(secret)["type"] == "test"
    await page.reload()
    deliveries = page.get_by_role("list", name="Deliveries").get_by_role("listitem")
    await expect(deliveries).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Signing secret")).to_have_count(0)
    assert secret not in await page.content()

    await check_failed_event_is_sent_again(page, user, receiver)
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.get_by_text("Switched off by hand")).to_be_visible()
    await expect(page.get_by_role("button", name="Send a test event")).to_be_disabled()
    await page.get_by_role("link", name="All webhooks").click()
    await expect(page.get_by_role("listitem")).to_contain_text("Off")
    await page.get_by_role("link", name=receiver.url("/hooks")).click()
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_role("button", name="Send a test event")).to_be_enabled()
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No webhooks yet")).to_be_visible()
    assert await user.data("{ viewer { webhooks { id } } }") == {"viewer": {"webhooks": []}}


async def check_failed_event_is_sent_again(page: Any, user: Client, receiver: Receiver) -> None:
    """Assert that the page shows a failed delivery, and that "Send again" delivers the event with the same id."""
    receiver.answers["/hooks"] = answering(503)
    task = await user.task("createTask", prompt="A fox")
    await user.task("failTask", id=task["id"], errorMessage="Out of memory")
    await receiver.until("/hooks", 2)
    await page.get_by_label("Waiting").check(force=True)
    await expect(page.get_by_text("Failing", exact=True)).to_be_visible()
    event = page.get_by_role("list", name="Deliveries").get_by_role("listitem").first
    await expect(event).to_contain_text("task.failed")
    await event.get_by_text("returned 503").click()
    attempts = event.get_by_role("table", name="Attempts").get_by_role("row")
    await expect(attempts.nth(1)).to_contain_text("503")
    receiver.answers["/hooks"] = answering(204)
    await event.get_by_role("button", name="Send again").click()
    # The list of waiting events is empty: the event was delivered.
    await expect(page.get_by_text("No event is in this state")).to_be_visible()
    await page.get_by_label("Delivered").check(force=True)
    assert page.url.endswith("?state=DELIVERED")
    await event.get_by_text("returned 204").click()
    await expect(attempts).to_have_count(3)
    await expect(attempts.last).to_contain_text("204")
    first, last = [one.headers["webhook-id"] for one in receiver.of("/hooks")[1:]]
    assert first == last
    await expect(page.get_by_text("Failing", exact=True)).to_have_count(0)


async def test_a_webhook_of_all_users_is_managed_by_touch(
    user: Client, receiver: Receiver, visitor: Visitor, database: asyncpg.Connection
) -> None:
    """An administrator's webhook for the events of all users is managed on a telephone, in Chinese."""
    user.role = "admin"
    receiver.answers["/given-up"] = answering(410)
    page = await visitor.open(locale="zh-CN", **PHONE)
    await page.get_by_role("button", name="用户菜单").tap()
    await page.get_by_role("link", name="Webhook").tap()
    await page.get_by_role("link", name="添加 Webhook").tap()
    form = page.get_by_role("dialog", name="添加 Webhook")
    await expect(form).to_be_visible()
    await no_violations(page)
    assert await page.evaluate(SMALL) == []
    for event in ("任务已创建", "任务已完成", "任务失败", "任务已取消", "任务已删除"):
        await form.get_by_text(event).tap()
    await form.get_by_text("发送全部用户的事件").tap()
    await form.get_by_label("地址").fill(receiver.url("/all"))
    await form.get_by_role("button", name="添加").tap()
    await expect(form.get_by_role("alert")).to_have_text("请至少选择一个事件。")
    await form.get_by_text("任务失败").tap()
    await form.get_by_role("button", name="添加").tap()
    shown = page.get_by_role("textbox", name="签名密钥")
    first = await shown.input_value()
    await page.get_by_role("button", name="更换密钥").tap()
    await page.get_by_role("alertdialog").get_by_role("button", name="更换密钥").tap()
    await expect(shown).not_to_have_value(first)
    second = await shown.input_value()
    await page.get_by_role("button", name="已保存").tap()
    await expect(shown).to_have_count(0)

    someone = Client(user.http, uuid4(), "user", "pro")
    task = await someone.task("createTask", prompt="A fox")
    await someone.task("failTask", id=task["id"], errorMessage="Out of memory")
    [sent] = await receiver.until("/all")
    assert sent.verified(first) == sent.verified(second)
    [webhook] = (await user.data("{ viewer { webhooks { id } } }"))["viewer"]["webhooks"]
    await database.execute(GIVEN_UP, webhook["id"], user.id, 21)
    deliveries = page.get_by_role("list", name="发送记录").get_by_role("listitem")
    await page.get_by_text("已放弃").first.tap()
    await expect(deliveries).to_have_count(20)
    await page.get_by_role("button", name="显示更早的记录").tap()
    await expect(deliveries).to_have_count(21)
    await expect(deliveries.first).to_contain_text("找不到主机，12 毫秒")
    await deliveries.first.get_by_text("test").tap()
    await expect(deliveries.first.get_by_role("table")).to_contain_text("找不到主机The host was not found: Domain name")
    await no_violations(page)
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await page.get_by_role("button", name="重新发送未送达的事件").tap()
    await page.get_by_text("30 天内").tap()
    await page.get_by_role("dialog").get_by_role("button", name="重新发送").tap()
    await receiver.until("/all", 22)
    await expect(page.get_by_text("没有这种状态的事件")).to_be_visible()

    await page.get_by_role("link", name="修改").tap()
    form = page.get_by_role("dialog", name="修改 Webhook")
    await form.get_by_label("地址").fill(receiver.url("/given-up"))
    await form.get_by_role("button", name="保存").tap()
    await expect(page.get_by_role("heading", name=receiver.url("/given-up"))).to_be_visible()
    await page.get_by_role("button", name="发送测试事件").tap()
    await expect(page.get_by_text("接收端应答 410")).to_be_visible()
    await page.get_by_role("link", name="全部 Webhook").tap()
    await expect(page.get_by_role("listitem")).to_contain_text("已停用")
    await expect(page.get_by_role("listitem")).to_contain_text("全部用户")
    await no_violations(page)
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
