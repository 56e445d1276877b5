"""Months and days above the tasks: their headings, selecting a day, and a place in time in the address."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import DESKTOP, PHONE, Fingers, Visitor, middle, open_statistics

AT = """
INSERT INTO user_task_history (user_id, prompt, aspect_ratio, task_type, created_at)
SELECT $1, 'Task ' || n, '1:1', 'image_generation', $2::timestamptz - n * interval '1 second'
FROM generate_series(1, $3::integer) AS n
"""
NOTHING_IS_COVERED = """() => {
  const header = document.querySelector("header").getBoundingClientRect();
  const months = [...document.querySelectorAll("h3")].map((one) => one.getBoundingClientRect());
  // The month in sight is not the first one on the page early in a month.
  const stuck = months.filter((month) => month.top <= header.bottom).map((month) => month.bottom);
  const edge = Math.max(header.bottom, ...stuck);
  return months.length > 0 && document.querySelector("article") &&
    ![...document.querySelectorAll("article")].some((tile) => {
      const box = tile.querySelector("input").getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (tile.getBoundingClientRect().top < edge || y > innerHeight) return false;
      return document.elementFromPoint(x, y)?.closest("article") !== tile;
    });
}"""
AT_THE_TOP = """() => {
    const month = document.querySelector("h3")?.getBoundingClientRect();
    if (!month) return undefined;
    const tops = [...document.querySelectorAll("h4")].map((one) => [one.getBoundingClientRect().top, one.innerText]);
    return tops.find(([top]) => top >= month.bottom - 30)?.[1];
}"""
OVERLAP = """([one, other]) => {
    const [a, b] = [one, other].map((element) => element.getBoundingClientRect());
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


async def test_tasks_are_below_their_month_and_day(
    database: asyncpg.Connection, user: Client, visitor: Visitor
) -> None:
    now = datetime.now(UTC)
    last_year = datetime(now.year - 1, 6, 3, 12, tzinfo=UTC)
    for when, count in [(now, 2), (last_year, 1), (last_year - timedelta(days=2), 1)]:
        await database.execute(AT, user.id, when, count)
    page = await visitor.open(**DESKTOP)
    await expect(page.get_by_role("article")).to_have_count(4)
    months, days = page.get_by_role("heading", level=3), page.get_by_role("heading", level=4)
    await expect(months).to_have_text([f"{now:%B}", f"June {last_year:%Y}"])
    await expect(days).to_have_text(["Today", f"{last_year:%a}, Jun 3", f"{last_year - timedelta(days=2):%a}, Jun 1"])
    # Days of a few pictures are side by side.
    boxes = [await days.nth(place).bounding_box() for place in (1, 2)]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    page = await visitor.open(**DESKTOP | {"locale": "zh-CN"})
    await expect(months).to_have_count(2)
    await expect(page.get_by_role("heading", level=3)).to_have_text([f"{now.month}月", f"{last_year.year}年6月"])


async def test_days_are_the_readers_in_headings_and_rows(
    database: asyncpg.Connection, user: Client, visitor: Visitor
) -> None:
    """At this time it is the next day in Auckland."""
    await database.execute(AT, user.id, datetime(2025, 6, 3, 18, tzinfo=UTC), 1)
    page = await visitor.open(timezone_id="Pacific/Auckland")
    await expect(page.get_by_role("heading", level=4)).to_have_text("Wed, Jun 4")
    page = await visitor.open("/?view=list", timezone_id="Pacific/Auckland")
    await expect(page.get_by_role("article").locator("time")).to_contain_text("06/04/2025")
    await page.get_by_role("button", name="Dates").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Days begin in UTC")


async def test_the_address_leads_to_a_place_in_time(visitor: Visitor) -> None:
    await visitor.record(300)
    when = datetime.now(UTC) - timedelta(days=50)
    page = await visitor.open(f"/?at={when:%Y-%m-%d}", **DESKTOP)
    await expect(page.get_by_role("button", name="Newest")).to_be_visible()
    name = f"{when:%a, %b} {when.day}"
    await page.wait_for_function(f"name => ({AT_THE_TOP})() === name", arg=name)
    await page.wait_for_function("scrollY > 0")  # those before it have come, too
    # It follows the scrolling, and a reload stays there.
    await page.mouse.wheel(0, 2500)
    await expect(page).not_to_have_url(re.compile(f"at={when:%Y-%m-%d}"))
    await expect(page).to_have_url(re.compile(r"at=\d{4}-\d\d-\d\d"))
    at = page.url.partition("at=")[2][:10]
    assert at < f"{when:%Y-%m-%d}"
    await page.reload()
    there = datetime.fromisoformat(at)
    await page.wait_for_function(f"name => ({AT_THE_TOP})() === name", arg=f"{there:%a, %b} {there.day}")
    await page.get_by_role("button", name="Newest").click()
    await expect(page.get_by_role("link", name="View: Task 1", exact=True)).to_be_visible()
    await expect(page).not_to_have_url(re.compile("at="))
    page = await visitor.open("/?at=yesterday", **DESKTOP)
    await expect(page.get_by_role("link", name="View: Task 1", exact=True)).to_be_visible()


async def test_a_day_is_selected_by_its_heading(database: asyncpg.Connection, user: Client, visitor: Visitor) -> None:
    now = datetime.now(UTC).replace(hour=12)
    await database.execute(AT, user.id, now - timedelta(days=1), 130)
    await database.execute(AT, user.id, now - timedelta(days=2), 3)
    page = await visitor.open(**DESKTOP)
    bar, day = page.get_by_role("toolbar"), page.get_by_role("checkbox", name="Select all tasks of this day: Yesterday")
    heading = page.get_by_role("heading", name="Yesterday")
    assert await day.evaluate("one => getComputedStyle(one.parentElement).opacity") == "0"
    await heading.hover()
    await expect(day.locator("..")).to_have_css("opacity", "1")
    await day.check()
    # Those that are not loaded, too.
    await expect(bar).to_contain_text("130 selected")
    await page.get_by_label("Select task: Task 2", exact=True).uncheck()
    await expect(bar).to_contain_text("129 selected")
    await expect(day).to_have_js_property("indeterminate", value=True)
    await day.press("Space")
    await expect(bar).to_contain_text("130 selected")
    await day.press("Space")
    await expect(bar).to_have_count(0)


async def test_a_finger_that_is_held_on_a_date_selects_the_day(
    database: asyncpg.Connection, user: Client, visitor: Visitor
) -> None:
    now = datetime.now(UTC)
    await database.execute(AT, user.id, now, 2)
    await database.execute(AT, user.id, now - timedelta(days=40), 3)
    page = await visitor.open(**PHONE)
    bar, days = page.get_by_role("toolbar"), page.get_by_role("heading", level=4)
    await expect(days).to_have_count(2)
    await page.touchscreen.tap(*await middle(days.nth(0)))
    finger = Fingers(await page.context.new_cdp_session(page))
    box = await days.nth(1).bounding_box()
    await finger.hold((box["x"] + 20, box["y"] + box["height"] / 2))
    await expect(bar).to_contain_text("3 selected")
    await page.touchscreen.tap(*await middle(days.nth(0)))
    await expect(bar).to_contain_text("5 selected")
    await page.touchscreen.tap(*await middle(days.nth(0)))
    await expect(bar).to_contain_text("3 selected")


@pytest.mark.parametrize("context", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_nothing_lies_over_dates_and_checkboxes(user: Client, visitor: Visitor, context: dict[str, Any]) -> None:
    await visitor.record(300)
    page = await visitor.open(**context)
    first = page.get_by_role("article").first
    await expect(first).to_be_visible()
    before = await first.bounding_box()
    await user.task("createTask", prompt="New here")
    newest = page.get_by_role("button", name="1 new")
    await expect(newest).to_be_visible()
    assert await first.bounding_box() == before
    for scrolled in (0, 700, 1400):
        await page.evaluate("to => scrollTo(0, to)", scrolled)
        await page.wait_for_function(NOTHING_IS_COVERED)
        month = await page.get_by_role("heading", level=3).first.element_handle()
        name = await page.evaluate_handle(
            "one => { const r = document.createRange(); r.selectNodeContents(one); return r; }", month
        )
        assert not await page.evaluate(OVERLAP, [await newest.locator("span").element_handle(), name])
    await page.evaluate("scrollTo(0, 0)")
    await open_statistics(page)
    panel = page.get_by_role("region", name="Statistics")
    await expect(panel.locator("canvas")).to_be_visible()
    rail = page.get_by_role("slider", name="Timeline")
    assert not await page.evaluate(OVERLAP, [await panel.element_handle(), await rail.element_handle()])


async def test_a_drag_across_days_selects_tasks_and_no_text(visitor: Visitor) -> None:
    await visitor.record(30)
    page = await visitor.open(**DESKTOP)
    days = page.get_by_role("heading", level=4)
    await expect(days.nth(1)).to_be_visible()
    box = await days.first.bounding_box()
    await page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 4)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 10, box["y"] + 330, steps=8)
    await page.mouse.up()
    await expect(page.get_by_role("toolbar")).to_contain_text("selected")
    assert await page.evaluate("getSelection().toString()") == ""
