"""The usage panel: by model, type and hour, with the month's forecast, and an unusual day with its reason."""

from datetime import UTC, datetime, timedelta

import asyncpg
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import Visitor, open_statistics

INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, model_version, created_at, completed_at, tokens_used,
  credits_deducted, generation_time_ms)
SELECT $1, 'a fox', CASE WHEN $2 = 'broken' THEN 'failed' ELSE 'completed' END, $2, day + interval '9 hours', now(),
  100, $3, 4000 FROM unnest($4::date[]) AS day"""


async def test_usage_is_shown_and_leads_to_its_tasks(
    user: Client, database: asyncpg.Connection, visitor: Visitor
) -> None:
    today = datetime.now(UTC).date()  # which began, perhaps, since the tests did
    days = [today - timedelta(days=ago) for ago in range(1, 70)]
    for model, cost, when in (
        ("imagen-4", 10, days),
        (None, 2, days),
        ("broken", 0, days[:3]),
        ("gemini-2.5-flash-image", 500, days[4:5]),
    ):
        await database.execute(INSERT, user.id, model, cost, when)
    page = await visitor.open("/", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await open_statistics(page)
    await expect(page.get_by_text("This month will probably come to")).to_be_visible()
    unusual = page.get_by_role("listitem").filter(has_text="more than the usual 12 for that weekday")
    await expect(unusual).to_contain_text("512 credits")
    await expect(unusual).to_contain_text("Most of the difference comes from gemini-2.5-flash-image: +500.")

    models = page.get_by_role("table", name="By model")
    rows = models.get_by_role("row")
    await expect(rows).to_have_count(5)
    await expect(rows.nth(1)).to_contain_text("69 (69 succeeded, 0 failed, 0 canceled, 0 open)")
    await expect(rows.filter(has_text="broken")).to_contain_text("3 (0 succeeded, 3 failed, 0 canceled, 0 open)")
    await expect(rows.filter(has_text="imagen-4")).to_contain_text("6906,9004.2s4.2s")
    await expect(rows.filter(has_text="No model named").get_by_role("button")).to_have_count(0)
    hours = page.get_by_role("table", name="Tasks by weekday and hour")
    assert sum(int(text) for text in await hours.get_by_role("cell").all_inner_texts() if text) == 61 + 61 + 3 + 1
    cell = hours.get_by_role("row").nth(1).get_by_role("cell").nth(9)
    await cell.tap()
    tip = page.get_by_text(f"Monday, 9 h: {await cell.inner_text()} tasks")
    await expect(tip).to_be_in_viewport(ratio=1)
    await page.get_by_text("This month will probably").tap()
    await expect(tip).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390

    await models.get_by_role("button", name="gemini-2.5-flash-image").tap()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("article")).to_be_in_viewport()
    assert await page.evaluate("document.activeElement.id") == "tasks"
    assert "model=gemini-2.5-flash-image" in page.url
    assert f"to={today}" in page.url
