"""Changes made elsewhere while the page is open."""

import asyncio

from playwright.async_api import expect

from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.web.visitor import EXPECT_TIMEOUT_MS, Visitor, open_statistics


async def test_two_pages_see_each_others_changes(user: Client, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="Watched")
    one, other = await visitor.open(), await visitor.open()
    await expect(one.get_by_role("article")).to_contain_text("Waiting")
    await expect(other.get_by_role("article")).to_contain_text("Waiting")
    await user.task("startTask", id=task["id"])
    await expect(one.get_by_role("article")).to_contain_text("Generating")
    await user.task("createTask", prompt="New here")
    await one.get_by_role("button", name="1 new").click()
    await expect(one.get_by_role("article")).to_have_count(2)
    await expect(one.get_by_text("2 in all")).to_be_visible()
    await open_statistics(one)
    await expect(one.locator("dl").get_by_text("2", exact=True).first).to_be_visible()
    # The count is read again while changes go on.
    async with asyncio.timeout(EXPECT_TIMEOUT_MS / 1000):
        while await one.get_by_text("2 in all").count():
            await user.task("createTask", prompt="One of many")
    await user.task("failTask", id=task["id"], errorMessage="No fox")
    await expect(one.get_by_role("article").last).to_contain_text("Failed")
    await one.get_by_role("button", name="Delete: Watched").click()
    await expect(one.get_by_role("article")).to_have_count(1)
    await expect(other.get_by_text("Watched")).to_have_count(0)


async def test_the_page_catches_up_after_a_restart_of_the_server(
    user: Client, settings: Settings, visitor: Visitor
) -> None:
    task = await user.task("createTask", prompt="Before")
    async with on_port(settings) as server:
        visitor.address = server.url
        page = await visitor.open()
        await expect(page.get_by_role("article")).to_contain_text("Waiting")
        await open_statistics(page)
        await expect(page.locator("dl dd").first).to_have_text("1")
        await expect(page.locator("figure canvas")).to_be_visible()  # all that the page loads later is there
    await expect(page.get_by_text("Live updates are interrupted")).to_be_visible()
    async with on_port(settings, port=int(server.address.rpartition(":")[2])):
        await user.task("startTask", id=task["id"])
        await user.task("createTask", prompt="Meanwhile")
        await expect(page.get_by_role("article")).to_contain_text("Generating", timeout=30_000)
        await expect(page.get_by_role("button", name="1 new")).to_be_visible()
