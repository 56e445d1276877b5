"""The list's filters: search while typing, also with an input method; dates in the server's time zone; saved views."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api import Client
from tests.web.visitor import PHONE, Visitor

expect = pytest.importorskip("playwright.async_api").expect


def noted_filters(page: Any) -> list[dict[str, Any]]:
    """Return a list to which the filter of each later request for the list is added."""
    asked: list[dict[str, Any]] = []

    def note(request: Any) -> None:
        if request.method == "POST" and request.post_data_json.get("operationName") == "TaskList":
            asked.append(request.post_data_json["variables"]["where"])

    page.on("request", note)
    return asked


async def test_searches_once_chinese_is_composed(user: Client, visitor: Visitor) -> None:
    for prompt in ("一只小狗", "Small dog"):
        await user.task("createTask", prompt=prompt)
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(2)
    asked = noted_filters(page)
    field = page.get_by_label("Search in prompts")
    await field.focus()
    keyboard = await page.context.new_cdp_session(page)
    for letters in ("x", "xi", "xiao", "xiao g", "xiao gou"):
        await keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    await asyncio.sleep(0.6)  # while the reader chooses characters
    assert asked == []
    await expect(field).to_have_value("xiao gou")
    await keyboard.send("Input.insertText", {"text": "小狗"})
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(field).to_have_value("小狗")
    assert asked == [{"search": "小狗"}]
    await expect(page.locator("mark")).to_have_text("小狗")
    await field.fill("dog SMALL")
    await expect(page.locator("mark")).to_have_text(["Small", "dog"])


async def test_a_long_search_can_be_taken_back_by_touch(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="A fox")
    page = await visitor.open(f"/?search={'a' * 200}", **PHONE)
    await expect(page.get_by_text("No task matches")).to_be_visible()
    chip = page.get_by_role("list", name="Active filters").get_by_role("button").first
    box = await chip.bounding_box()
    assert box["x"] + box["width"] <= 390
    await chip.locator("svg").tap()
    await expect(page.get_by_role("article")).to_have_count(1)


async def test_typed_dates_are_one_change_and_put_in_order(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="Of today")
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(1)
    asked = noted_filters(page)
    before = await page.evaluate("history.length")
    await page.get_by_role("button", name="Dates").click()
    await page.get_by_label("From", exact=True).focus()
    await page.keyboard.type("03152025")
    await expect(page).to_have_url(re.compile("from=2025-03-15"))
    await page.get_by_label("To", exact=True).focus()
    await page.keyboard.type("03012025")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("No task matches")).to_be_visible()
    await expect(page).to_have_url(re.compile("from=2025-03-01&to=2025-03-15"))
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert asked == [
        {"createdAt": {"gte": "2025-03-15T00:00:00.000Z"}},
        {"createdAt": {"gte": "2025-03-01T00:00:00.000Z", "lt": "2025-03-16T00:00:00.000Z"}},
    ]
    assert await page.evaluate("history.length") == before + 2
    await page.get_by_role("button", name="Dates").click()
    await expect(page.get_by_label("From", exact=True)).to_have_value("2025-03-01")
    await page.keyboard.press("Escape")
    await page.go_back()
    await expect(page).to_have_url(re.compile(r"from=2025-03-15$"))
    await page.go_back()
    await expect(page.get_by_role("article")).to_have_count(1)


async def test_a_day_is_the_servers_for_totals_and_filter_alike(user: Client, visitor: Visitor) -> None:
    """The server's days are in UTC; the reader is in a time zone where it is another day."""
    await user.task("createTask", prompt="Of today")
    now = datetime.now(UTC)
    elsewhere = "Pacific/Kiritimati" if now.hour >= 10 else "Pacific/Niue"
    page = await visitor.open("/?period=DAY&from=2025-01-31&to=9999-12-31", timezone_id=elsewhere)
    await expect(page.get_by_role("article")).to_have_count(1)
    asked = noted_filters(page)
    await page.get_by_role("button", name="Dates").click()
    await expect(page.get_by_role("dialog").get_by_text("Days begin in UTC")).to_be_visible()
    await page.get_by_role("button", name="Today", exact=True).click()
    await expect(page).to_have_url(re.compile(f"from={now:%Y-%m-%d}&to={now:%Y-%m-%d}"))
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.locator("dl").get_by_text("1", exact=True)).to_be_visible()
    tomorrow = now + timedelta(days=1)
    assert asked == [
        {"createdAt": {"gte": f"{now:%Y-%m-%d}T00:00:00.000Z", "lt": f"{tomorrow:%Y-%m-%d}T00:00:00.000Z"}}
    ]


async def test_views_are_kept_by_name_for_their_user(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="Kept")
    page = await visitor.open("/?period=DAY&status=PENDING&search=kept")
    await expect(page.get_by_role("article")).to_have_count(1)
    views = page.get_by_role("button", name="Saved views")
    await views.press("Enter")
    await expect(page.get_by_label("Name for these filters")).to_be_focused()
    await page.keyboard.type("Waiting for me")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Waiting for me", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Rename: Waiting for me").press("Enter")
    await page.get_by_label("New name").fill("等待")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="等待", exact=True)).to_have_attribute("aria-current", "true")
    await page.keyboard.press("Escape")
    await expect(views).to_be_focused()

    await page.goto(f"{visitor.address}/?period=DAY&status=FAILED&type=IMAGE_EDIT")
    await expect(page.get_by_text("No task matches")).to_be_visible()
    await views.click()
    await page.get_by_role("button", name="等待", exact=True).click()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"\?period=DAY&status=PENDING&search=kept$"))
    await page.go_back()
    await expect(page.get_by_text("No task matches")).to_be_visible()

    other = Client(user.http)
    await page.goto(f"{visitor.address}/?status=FAILED#token={other.token}")
    await page.get_by_role("button", name="Switch user").click()
    await views.click()
    await expect(page.get_by_text("No views yet")).to_be_visible()
    await page.goto(f"{visitor.address}/#token={user.token}")
    await page.get_by_role("button", name="Switch user").click()
    await views.click()
    await page.get_by_role("button", name="Delete view: 等待").click()
    await expect(page.get_by_text("No views yet")).to_be_visible()


async def test_filters_of_a_phone_in_a_sheet(user: Client, visitor: Visitor) -> None:
    for model in ("model-a", "model-b", "model-b", "other"):
        await user.task("createTask", prompt=f"With {model}", modelVersion=model)
    await user.task("createTask", prompt="With none")
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = await visitor.open(**phone)
    await expect(page.get_by_role("article")).to_have_count(5)
    await page.get_by_role("button", name="Filters").tap()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_role("checkbox", name="Waiting").tap()
    models = sheet.get_by_role("group", name="Model").get_by_role("checkbox")
    await expect(models).to_have_count(2)
    await expect(models.first).to_have_accessible_name("model-b 2")
    await sheet.get_by_label("Find a model").fill("EL-A")
    await expect(models.first).to_have_accessible_name("model-a 1")
    await models.first.tap()
    await sheet.get_by_label("Find a model").fill("another")
    await sheet.get_by_role("checkbox", name="another").tap()
    await sheet.get_by_role("button", name="Show the tasks").tap()
    await expect(sheet).to_have_count(0)
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("article")).to_contain_text("With model-a")
    await expect(page).to_have_url(re.compile("model=model-a&model=another"))
    await page.get_by_role("button", name="Filters 3").tap()
    await sheet.get_by_role("button", name="Clear all").tap()
    await expect(page.get_by_role("article")).to_have_count(5)
