"""GraphiQL: bundled, without requests to other servers; signed in; queries and subscriptions."""

import asyncio

from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import PHONE, Visitor


async def test_query_and_subscription(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="Seen in GraphiQL")
    page = await visitor.open("/graphiql")
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    await expect(page.get_by_role("button", name="Show GraphiQL Explorer")).to_be_visible()
    # Before the editors are there, the button does nothing.
    await expect(page.locator(".graphiql-query-editor .view-lines")).to_contain_text("tasks")
    await expect(page.locator(".result-window .view-lines")).to_be_attached()
    await page.get_by_role("button", name="Execute query").click()
    await expect(page.locator(".result-window")).to_contain_text("Seen in GraphiQL")
    await page.locator(".graphiql-query-editor .monaco-editor").first.click()
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text("subscription { taskEvents { kind task { prompt } } }")
    await expect(page.get_by_role("tab", name="<untitled>")).to_be_visible()
    await page.get_by_role("button", name="Execute query").click()
    await expect(page.get_by_role("button", name="Stop query")).to_be_visible()
    # The protocol does not acknowledge subscriptions: create tasks until the event of one comes.
    async with asyncio.timeout(15):
        while not await page.locator(".result-window").filter(has_text="Seen live").count():
            await user.task("createTask", prompt="Seen live")
            await page.wait_for_timeout(300)
    assert [url for url in elsewhere if not url.startswith(visitor.address)] == []


async def test_asks_for_a_token(visitor: Visitor) -> None:
    page = await visitor.open("/graphiql", signed_in=False)
    await expect(page.get_by_label("Access token")).to_be_visible()


async def test_operation_and_answer_fit_on_a_phone(visitor: Visitor) -> None:
    page = await visitor.open("/graphiql", **PHONE)
    await expect(page.locator(".graphiql-query-editor .view-lines")).to_contain_text("tasks")
    for part in (".result-window", ".graphiql-query-editor .monaco-editor >> nth=0"):
        await expect(page.locator(part)).to_be_in_viewport(ratio=0.9)
    await page.get_by_role("button", name="Execute query").tap()
    await expect(page.locator(".result-window")).to_contain_text("maxTasksPerMonth")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
