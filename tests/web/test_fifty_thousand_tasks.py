"""Scrolling through 50,000 tasks: `TASK_RECORD_LONG=1 ./run test tests/web/test_fifty_thousand_tasks.py`."""

import os
from typing import Any

import pytest

from models.seed import seed
from server.settings import Settings
from tests.api import Caller
from tests.web.conftest import Visitor

expect = pytest.importorskip("playwright.async_api").expect

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not os.environ.get("TASK_RECORD_LONG"), reason="two minutes: when TASK_RECORD_LONG asks for it"),
]

TASKS = 50_000
MEGABYTE = 1024 * 1024
TO_THE_END = """async () => {
    let rows = 0;
    const list = document.querySelector("ul[aria-busy]");
    const isLast = () => list.querySelector(":scope > li:last-child")?.getAttribute("aria-setsize") !== "-1";
    while (!isLast()) {
        scrollTo(0, document.body.scrollHeight);
        await new Promise((resolve) => setTimeout(resolve, 10));
        rows = Math.max(rows, list.children.length);
    }
    return rows;
}"""


async def heap(page: Any) -> int:
    """The bytes that are in use once what is not has been collected."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in (await session.send("Performance.getMetrics"))["metrics"]}
    return int(metrics["JSHeapUsedSize"])


async def test_scrolls_to_the_end(settings: Settings, user: Caller, visitor: Visitor) -> None:
    await seed(settings.database_owner_url.get_secret_value(), user.id, TASKS)
    order = "{ tasks(first: 1, orderBy: {direction: %s}) { nodes { prompt } } }"
    [newest], [oldest] = [(await user.data(order % direction))["tasks"]["nodes"] for direction in ("DESC", "ASC")]
    page = await visitor.open()
    page.set_default_timeout(300_000)
    await expect(page.get_by_role("article").first).to_contain_text(newest["prompt"])
    assert await page.evaluate(TO_THE_END) < 40
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(page.locator(f"li[aria-posinset='{TASKS}']")).to_contain_text(oldest["prompt"])
    assert await page.get_by_role("article").count() < 40
    assert await heap(page) < 40 * MEGABYTE
    await page.evaluate("scrollTo(0, 0)")
    await expect(page.get_by_role("article").first).to_contain_text(newest["prompt"])
