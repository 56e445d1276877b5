"""A picture is rated by a key or a tap, and the list is filtered by it. The statistics have suggestions."""

from datetime import UTC, datetime

import asyncpg
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import PHONE, Visitor, completed, open_statistics

INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, model_version, created_at, completed_at, credits_deducted,
  generation_time_ms)
SELECT $1, 'fox ' || n, 'completed', model, $2::timestamptz - n * interval '1 hour', now(), credits, time
FROM generate_series(1, 12) AS n, (VALUES ('dear', 5, 3000), ('cheap', 2, 3000)) AS one (model, credits, time)"""


async def test_a_picture_is_rated_by_key_and_found_by_its_rating(user: Client, visitor: Visitor) -> None:
    task = await completed(user, "A fox")
    await completed(user, "A wolf")
    page, other = await visitor.open(f"/tasks/{task}"), await visitor.open("/?rating=4")
    await expect(other.get_by_role("article")).to_have_count(0)
    rating = page.get_by_role("dialog").get_by_role("group", name="Rating")
    await expect(rating).to_be_visible()
    await page.keyboard.press("4")
    await expect(rating.get_by_role("button", name="4 of 5")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("4")
    await expect(rating.get_by_role("button", pressed=True)).to_have_count(0)
    await rating.get_by_role("button", name="5 of 5").click()
    await expect(rating.get_by_role("button", name="5 of 5")).to_have_attribute("aria-pressed", "true")
    assert (await user.data("query ($id: ID!) { task(id: $id) { rating } }", id=task))["task"]["rating"] == 5
    # The other page also shows the rating and the star at once.
    await other.get_by_role("article").click()
    shown = other.get_by_role("dialog")
    await expect(shown.get_by_role("button", name="5 of 5")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("4")
    await expect(shown.get_by_role("button", name="4 of 5")).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("dialog").get_by_role("button", name="Star", exact=True).click()
    await expect(shown.get_by_role("button", name="Star", exact=True)).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Rating").click()
    await page.get_by_role("radio", name="4+").check()
    await expect(page.get_by_role("article")).to_have_count(1)
    assert "rating=4" in page.url
    await page.get_by_role("button", name="Remove filter: Rated 4 or better").click()
    await expect(page.get_by_role("article")).to_have_count(2)


async def test_a_cheaper_model_is_suggested_and_compared(
    user: Client, database: asyncpg.Connection, visitor: Visitor
) -> None:
    await database.execute(INSERT, user.id, datetime.now(UTC))
    page = await visitor.open("/", **PHONE)
    await open_statistics(page)
    suggested = page.get_by_role("region", name="What your record suggests").get_by_role("listitem")
    await expect(suggested).to_have_count(1)
    await expect(suggested).to_contain_text("cheap does the same prompts for less: in 12 of 12 comparisons")
    await expect(suggested).to_contain_text("36 credits to save")
    await page.get_by_text("Compare two models").tap()
    await page.get_by_label("First model").select_option("dear")
    await page.get_by_label("Second model").select_option("cheap")
    await expect(page.get_by_text("Prompts that both models were given: 12")).to_be_visible()
    await expect(page.get_by_role("link", name="Show pair", exact=False)).to_have_count(12)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
