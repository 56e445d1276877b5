"""The statistics panel: totals, and a chart whose bars have values and links."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import PHONE, Fingers, Visitor, open_statistics


async def test_a_chart_that_can_be_read_and_pressed(user: Client, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="Expensive")
    await user.task("failTask", id=task["id"], errorMessage="no", creditsDeducted=1_234_567)
    page = await visitor.open("/?step=WEEK")
    await open_statistics(page)
    await expect(page.locator("dl dd[data-long]")).to_have_text(["1", "0%", "1,234,567", "–"])
    now = datetime.now(UTC)
    await page.get_by_text("Days", exact=True).click()
    plot = page.locator(".u-over")
    await expect(plot).to_be_visible()
    values = page.locator("figure p")
    today = f"{now:%b} {now.day}, {now.year}"
    await expect(values).to_have_text(f"{today}Tasks 1Credits 1,234,567")
    box = await plot.bounding_box()
    await page.mouse.move(box["x"] + 5, box["y"] + 40)
    await expect(values).to_contain_text("Tasks 0")
    await page.mouse.click(box["x"] + box["width"] - 5, box["y"] + 40)
    await expect(page).to_have_url(re.compile(f"from={now:%Y-%m-%d}&to={now:%Y-%m-%d}"))
    await expect(page.get_by_role("article")).to_be_in_viewport()
    assert await page.evaluate("document.activeElement.id") == "tasks"
    await page.reload()
    await expect(page.locator("canvas")).to_be_visible()
    await page.get_by_text("Show as a table").click()
    row = page.get_by_role("row").nth(1)
    await row.get_by_role("button").press("Enter")
    await expect(page.get_by_text("No task matches")).to_be_visible()


async def test_a_finger_on_the_chart_shows_values_on_a_phone(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="Today")
    page = await visitor.open("/?step=MONTH", **PHONE)
    await open_statistics(page)
    plot, values = page.locator(".u-over"), page.locator("figure p")
    await expect(values).to_contain_text("Tasks 1")
    await expect(values).to_be_in_viewport(ratio=1)
    box = await plot.bounding_box()
    finger = Fingers(await page.context.new_cdp_session(page))
    y = box["y"] + 40
    await finger.send("touchStart", (box["x"] + 200, y))
    for x in (150, 100, 50, 10):
        await finger.send("touchMove", (box["x"] + x, y))
    await expect(values).to_contain_text("Tasks 0")
    await finger.rest()
    await finger.send("touchEnd")
    assert "from=" not in page.url
    await page.touchscreen.tap(box["x"] + 10, y)
    now = datetime.now(UTC)
    first = datetime(now.year - (now.month < 12), (now.month % 12) + 1, 1, tzinfo=UTC)
    await expect(page).to_have_url(re.compile(f"from={first:%Y-%m-%d}&to="))
    await expect(values).to_have_text(f"{first:%B %Y}Tasks 0Credits 0")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_one_period_applies_to_totals_chart_and_usage(user: Client, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="Today", modelVersion="m-1")
    await user.task("failTask", id=task["id"], errorMessage="no")
    page = await visitor.open("/?period=WEEK")
    await page.get_by_role("button", name="Statistics").click()
    now = datetime.now(UTC)
    monday = now - timedelta(days=now.weekday())
    await page.get_by_text("Show as a table").click()
    figure = page.locator("figure")
    await expect(figure.get_by_role("row")).to_have_count(now.weekday() + 2)
    await expect(figure.get_by_role("row").nth(1)).to_contain_text(f"{monday:%b} {monday.day}, {monday.year}")
    await expect(figure.get_by_role("radio")).to_have_count(0)
    await page.get_by_text("Today", exact=True).first.click()
    await expect(figure).to_have_count(0)
    models = page.get_by_role("table", name=f"By model, {now:%A, %B} {now.day}")
    await expect(models.get_by_role("row")).to_have_count(2)
    await page.get_by_text("All time", exact=True).click()
    await expect(figure.get_by_role("radio", name="Months")).to_be_checked()
