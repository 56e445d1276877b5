"""After a reload the page shows its last statistics at once, then refreshes them, and never shows another user's."""

import asyncio
from typing import Any

import pytest

from tests.api import Client
from tests.web.visitor import Visitor

expect = pytest.importorskip("playwright.async_api").expect


async def hold_statistics(page: Any) -> asyncio.Event:
    """Hold answers with statistics until the event that is returned is set."""
    answered = asyncio.Event()

    async def hold(route: Any) -> None:
        if "Statistics" in route.request.post_data:
            await answered.wait()
        await route.continue_()

    await page.route("**/graphql", hold)
    return answered


async def open_with_statistics(user: Client, visitor: Visitor) -> tuple[Any, Any]:
    await user.task("createTask", prompt="Counted")
    page = await visitor.open("/?period=MONTH")
    cards = page.locator("dl").first
    await expect(cards.locator("dd").first).to_have_text("1")
    await page.get_by_role("button", name="Statistics").click()
    await expect(page.locator("canvas")).to_be_visible()
    return page, cards


async def test_shown_at_once_then_refreshed(user: Client, visitor: Visitor) -> None:
    page, cards = await open_with_statistics(user, visitor)
    answered = await hold_statistics(page)
    await page.goto("about:blank")
    await user.task("createTask", prompt="Meanwhile")
    await page.go_back()
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(cards.locator("dd").first).to_have_text("1")
    await expect(page.locator("canvas")).to_be_visible()
    answered.set()
    await expect(cards.locator("dd").first).to_have_text("2")


async def test_nobody_elses(user: Client, visitor: Visitor) -> None:
    page, cards = await open_with_statistics(user, visitor)
    answered = await hold_statistics(page)
    await page.goto("about:blank")
    other = Client(user.http)
    token = other.token
    await page.goto(f"{visitor.address}/?period=MONTH#token={token}")
    await page.get_by_role("button", name="Switch user").click()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    await expect(cards).to_have_attribute("aria-busy", "true")
    await expect(cards.locator("dd").first).to_have_text("")
    await expect(page.locator("canvas")).to_have_count(0)
    answered.set()
    await expect(cards.locator("dd").first).to_have_text("0")


async def test_another_user_without_a_reload(user: Client, visitor: Visitor) -> None:
    """The frame in a product goes on with the token of the next user."""
    page, cards = await open_with_statistics(user, visitor)
    other = Client(user.http)
    token = other.token
    await page.goto(f"{visitor.address}/?period=MONTH#token={token}")
    await page.get_by_role("button", name="Switch user").click()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    await expect(cards.locator("dd").first).to_have_text("0")
    assert "token" not in page.url


async def test_gone_after_signing_out(user: Client, visitor: Visitor) -> None:
    page, _ = await open_with_statistics(user, visitor)
    await page.reload()
    await expect(page.get_by_role("article")).to_have_count(1)
    kept = {f"task-record.{name}" for name in ("draft", "statistics", "token")}
    assert set(await page.evaluate("Object.keys(sessionStorage)")) == kept
    await page.get_by_role("button", name="User menu").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_label("Access token")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Access token")).to_be_visible()
    assert await page.evaluate("sessionStorage.length") == 0
