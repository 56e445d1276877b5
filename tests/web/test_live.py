"""What changes elsewhere while the page is open."""

import asyncio
import re
from typing import Any

import pytest

from server.development.seed import seed
from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.web.visitor import PATIENCE, Visitor

expect = pytest.importorskip("playwright.async_api").expect

UNNOTICED = "&options=-ctask_record.moving%3Don"
"""What makes a database's address one through which changes are not told to subscribers."""


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
    await expect(one.locator("dl").get_by_text("2", exact=True)).to_be_visible()
    # The number is told while changes go on.
    async with asyncio.timeout(PATIENCE / 1000):
        while await one.get_by_text("2 in all").count():
            await user.task("createTask", prompt="One of many")
    await one.get_by_role("button", name="Delete: Watched").click()
    await expect(one.get_by_role("article")).to_have_count(1)
    await one.goto("about:blank")
    await expect(other.get_by_text("Watched")).to_have_count(0)


async def test_what_has_been_listed_is_not_new_further_down(user: Client, settings: Settings, visitor: Visitor) -> None:
    await seed(f"{settings.database_owner_url.get_secret_value()}{UNNOTICED}", user.id, 300)
    page = await visitor.open()
    await expect(page.get_by_role("article").first).to_be_visible()
    await user.task("createTask", prompt="New here")
    await page.get_by_role("button", name="1 new").click()
    await expect(page.get_by_text("New here")).to_be_visible()
    await page.get_by_role("slider", name="Timeline").press("End")
    await expect(page.get_by_role("button", name="Newest")).to_be_visible()


async def test_what_was_created_with_an_older_time_is_new_once(
    user: Client, settings: Settings, visitor: Visitor
) -> None:
    await user.task("createTask", prompt="Listed")
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(1)
    await seed(settings.database_owner_url.get_secret_value(), user.id, 300)
    await page.get_by_role("button", name="300 new").click()
    await expect(page.get_by_text("301 in all")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("[0-9] new"))).to_have_count(0)


async def test_catches_up_after_a_restart_of_the_server(user: Client, settings: Settings, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="Before")
    async with on_port(settings) as server:
        visitor.address = server.url
        page = await visitor.open()
        await expect(page.get_by_role("article")).to_contain_text("Waiting")
        await expect(page.locator("dl dd").first).to_have_text("1")
    await expect(page.get_by_text("Live updates are interrupted")).to_be_visible()
    async with on_port(settings, port=int(server.address.rpartition(":")[2])):
        await user.task("startTask", id=task["id"])
        await user.task("createTask", prompt="Meanwhile")
        await expect(page.get_by_role("article")).to_contain_text("Generating", timeout=30_000)
        await expect(page.get_by_role("button", name="1 new")).to_be_visible()


@pytest.mark.parametrize("late", ["socket", "list"])
async def test_misses_nothing_while_it_opens(user: Client, visitor: Visitor, late: str) -> None:
    """Whichever comes last: the connection that tells of changes, or the list as it was before them."""
    started = await user.task("createTask", prompt="Started")
    deleted = await user.task("createTask", prompt="Deleted")
    page = await visitor.open("/graphiql", signed_in=False)
    token = user.token
    await page.evaluate("token => sessionStorage.setItem('task-record.token', token)", token)
    held, changed = asyncio.Event(), asyncio.Event()

    async def hold_socket(socket: Any) -> None:
        held.set()
        await changed.wait()
        socket.connect_to_server()

    async def hold_list(route: Any) -> None:
        answer = await route.fetch()
        if "query TaskList" in route.request.post_data:
            held.set()
            await changed.wait()
        await route.fulfill(response=answer)

    if late == "socket":
        await page.route_web_socket("**/graphql", hold_socket)
    else:
        await page.route("**/graphql", hold_list)
    await page.goto(visitor.address)
    await held.wait()
    await expect(page.get_by_role("article")).to_have_count(2 if late == "socket" else 0)
    await user.task("startTask", id=started["id"])
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    await user.task("createTask", prompt="New here")
    changed.set()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("article")).to_contain_text("Generating")
    await expect(page.get_by_role("button", name="1 new")).to_be_visible()
