"""
Scrolling through 50,000 tasks, past 1,000 of them: a page's cursor is in the page before it, so that the whole way is
a thousand requests one after the other, which takes two minutes. `TASK_RECORD_LONG=1` has the test go all of it.
"""

import os
from typing import Any

import asyncpg
import pytest

from server.development.seed import seed
from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import Visitor

expect = pytest.importorskip("playwright.async_api").expect

TASKS = 50_000
FAR = TASKS if os.environ.get("TASK_RECORD_LONG") else 1_000
MEGABYTE = 1024 * 1024
SCROLL_TO_ROW = """async row => {
    const list = document.querySelector("ul[aria-busy]");
    const reached = () => Number(list.querySelector(":scope > li:last-child").getAttribute("aria-posinset"));
    let elements = 0;
    while (reached() < row) {
        scrollTo(0, document.body.scrollHeight);
        await new Promise((resolve) => setTimeout(resolve, 4));
        elements = Math.max(elements, list.children.length);
    }
    return elements;
}"""


async def heap(page: Any) -> int:
    """The bytes that are in use once what is not has been collected."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in (await session.send("Performance.getMetrics"))["metrics"]}
    return int(metrics["JSHeapUsedSize"])


async def prompts(settings: Settings, user: Client, *places: int) -> list[str]:
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    query = (
        "SELECT prompt FROM user_task_history WHERE user_id = $1 "
        "ORDER BY created_at DESC, id DESC OFFSET $2 - 1 LIMIT 1"
    )
    found = [await connection.fetchval(query, user.id, place) for place in places]
    await connection.close()
    return found


@pytest.mark.slow
async def test_scrolls_far_in_little_memory(settings: Settings, user: Client, visitor: Visitor) -> None:
    await seed(settings.database_owner_url.get_secret_value(), user.id, TASKS)
    newest, middle, last = await prompts(settings, user, 1, FAR // 2, FAR)
    page = await visitor.open()
    page.set_default_timeout(300_000)
    await expect(page.get_by_role("article").first).to_contain_text(newest)
    assert await page.evaluate(SCROLL_TO_ROW, FAR // 2) < 40
    before = await heap(page)
    assert await page.evaluate(SCROLL_TO_ROW, FAR) < 40
    # A task that stays in memory takes 7 kB; of one that has been dropped its id and place are left.
    assert await heap(page) - before < 2000 * FAR // 2
    top_of_row = "row => scrollTo(0, document.querySelector('ul[aria-busy]').offsetTop + 126 * (row - 3))"
    for place, prompt in [(FAR, last), (FAR // 2, middle), (1, newest)]:
        # What was dropped on the way is fetched again.
        await page.evaluate(top_of_row, place)
        await expect(page.locator(f"li[aria-posinset='{place}']")).to_contain_text(prompt)
    assert await heap(page) < 40 * MEGABYTE
