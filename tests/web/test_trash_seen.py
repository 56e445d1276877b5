"""The trash page: its tasks can be restored and deleted for good, on a desktop and on a phone."""

import re
from typing import Any

import asyncpg
import pytest
from playwright.async_api import expect

from server.settings.settings import Settings
from tests.api import Client
from tests.web.axe import SMALL, no_violations
from tests.web.visitor import PHONE, Fingers, Visitor, completed, middle

TRASHED = """
INSERT INTO user_task_history (user_id, prompt, created_at, status, completed_at, trashed_at)
SELECT $1, 'Task ' || n, now() - interval '1 day', 'canceled', now(), now() - n * interval '1 minute'
FROM generate_series(1, $2::integer) AS n
"""


async def put_into_trash(user: Client, *prompts: str) -> list[str]:
    ids = [await completed(user, prompt) for prompt in prompts]
    assert (await user.mutate("trashTasks", "trashedTaskIds", ids=ids))["errors"] == []
    return ids


async def trash_numbered(settings: Settings, user: Client, count: int) -> None:
    """Insert `Task 1` to `Task N` into the trash, the first of them last."""
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    await connection.execute(TRASHED, user.id, count)
    await connection.close()


async def in_trash(user: Client) -> int:
    trash = (await user.data("{ trash(first: 1) { totalCount { value } } }"))["trash"]
    return int(trash["totalCount"]["value"])


@pytest.mark.parametrize(("locale", "context"), [("en-US", {}), ("zh-CN", PHONE)], ids=["desktop", "phone"])
async def test_accessible(user: Client, visitor: Visitor, locale: str, context: dict[str, Any]) -> None:
    [task, _] = await put_into_trash(user, "A lighthouse", "A fox")
    page = await visitor.open("/trash", locale=locale, **context)
    await expect(page.get_by_role("article")).to_have_count(2)
    await no_violations(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if context:
        assert await page.evaluate(SMALL) == []
        finger = Fingers(await page.context.new_cdp_session(page))
        await finger.hold(await middle(page.get_by_role("article").first))
    else:
        await page.get_by_role("checkbox").first.check(force=True)
    await expect(page.get_by_role("toolbar")).to_be_visible()
    await no_violations(page)
    await page.keyboard.press("Escape")
    await page.locator(f"#view-{task}").press("Enter")
    restore = page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Restore|恢复)$"))
    await expect(restore).to_be_visible()
    await no_violations(page, "[role=dialog]")
    await restore.click()
    await expect(page).not_to_have_url(re.compile(task))
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("article")).to_have_count(1)
    await page.get_by_role("button", name=re.compile("^(Empty trash|清空回收站)$")).click()
    question = page.get_by_role("alertdialog")
    await expect(question).to_be_visible()
    await no_violations(page, "[role=alertdialog]")
    await question.get_by_role("button", name=re.compile("^(Delete for good|永久删除)$")).click()
    await expect(page.get_by_text(re.compile("The trash is empty|回收站是空的"))).to_be_visible()
    await no_violations(page)
    assert await in_trash(user) == 0


async def test_keys_and_a_long_trash(settings: Settings, user: Client, visitor: Visitor) -> None:
    await trash_numbered(settings, user, 300)
    page = await visitor.open("/trash")
    await expect(page.get_by_text("In the trash: 300")).to_be_visible()
    await page.evaluate("""async () => {
        while (!document.querySelector("[aria-posinset='300']")) {
            scrollTo(0, document.body.scrollHeight);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }""")
    assert await page.locator("article").count() < 200
    last = page.get_by_role("link", name="View: Task 300", exact=True)
    await last.focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("link", name="View: Task 299", exact=True)).to_be_focused()
    await page.keyboard.press("Delete")
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete for good").click()
    await expect(last).to_be_focused()
    await expect(page.get_by_text("In the trash: 299")).to_be_attached()
    await page.keyboard.press("Control+a")
    await expect(page.get_by_role("toolbar")).to_contain_text("299 selected")
    await page.get_by_role("toolbar").get_by_role("button", name="Restore").click()
    await expect(page.get_by_text("Restored: 299")).to_be_visible()
    await expect(page.get_by_text("The trash is empty")).to_be_visible()
    assert await in_trash(user) == 0
