"""The list's filters: search with an input method, and a long search on a phone."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import PHONE, Visitor


def noted(page: Any, operation: str) -> list[dict[str, Any]]:
    """Return a list to which the variables of each later request of this operation are added."""
    asked: list[dict[str, Any]] = []

    def note(request: Any) -> None:
        if request.method == "POST" and request.post_data_json.get("operationName") == operation:
            asked.append(request.post_data_json["variables"])

    page.on("request", note)
    return asked


async def compose(keyboard: Any, *steps: str) -> None:
    """Type letters with an input method, which underlines them until the user chooses characters."""
    for letters in steps:
        await keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )


async def test_the_search_waits_until_chinese_is_composed(user: Client, visitor: Visitor) -> None:
    for prompt in ("一只小狗", "Small dog"):
        await user.task("createTask", prompt=prompt)
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(2)
    asked = noted(page, "TaskList")
    field = page.get_by_label("Search in prompts")
    await field.focus()
    keyboard = await page.context.new_cdp_session(page)
    await compose(keyboard, "x", "xi", "xiao", "xiao g", "xiao gou")
    await asyncio.sleep(0.6)  # while the reader chooses characters
    assert asked == []
    await expect(field).to_have_value("xiao gou")
    await keyboard.send("Input.insertText", {"text": "小狗"})
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(field).to_have_value("小狗")
    assert [one["where"] for one in asked] == [{"search": "小狗"}]
    await expect(page.locator("mark")).to_have_text("小狗")
    await field.fill("dog SMALL")
    await expect(page.locator("mark")).to_have_text(["Small", "dog"])
    # The form looks up no letters of pinyin either, and Esc, which removes them, does not close the form.
    await page.goto(f"{visitor.address}/new", wait_until="networkidle")
    await page.get_by_role("textbox", name="Prompt").focus()
    looked_for = noted(page, "SimilarTasks")
    await compose(keyboard, "yi zhi", "yi zhi xiao gou")
    await page.keyboard.press("Escape")
    await asyncio.sleep(1.2)
    await keyboard.send("Input.insertText", {"text": "一只小狗"})
    await expect(page.get_by_role("dialog").get_by_text("You already made this")).to_be_visible()
    assert looked_for == [{"to": {"prompt": "一只小狗"}, "first": 1}]


async def test_a_long_search_is_removed_by_touch(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="A fox")
    page = await visitor.open(f"/?search={'a' * 200}", **PHONE)
    await expect(page.get_by_text("No task matches")).to_be_visible()
    chip = page.get_by_role("list", name="Active filters").get_by_role("button").first
    box = await chip.bounding_box()
    assert box["x"] + box["width"] <= 390
    await chip.locator("svg").tap()
    await expect(page.get_by_role("article")).to_have_count(1)


@pytest.mark.parametrize("context", [PHONE, {}], ids=["phone", "desktop"])
async def test_dates_are_chosen_in_a_calendar_of_the_pages_language(
    user: Client, visitor: Visitor, context: dict[str, Any]
) -> None:
    await user.task("createTask", prompt="Of today")
    page = await visitor.open("/?from=2026-02-10", **context | {"locale": "zh-CN"})
    await page.get_by_role("button", name=re.compile("^筛选" if context else "^时间范围")).click()
    popup = page.get_by_role("dialog")
    await expect(popup.get_by_text("2026年2月", exact=True)).to_be_visible()
    await expect(popup.get_by_role("columnheader").first).to_have_text("一")
    # Keys move from day to day, into the next month.
    await popup.get_by_role("button", name="2026年2月10日", exact=True).press("ArrowDown")
    for _ in range(2):
        await page.keyboard.press("ArrowDown")
    await expect(popup.get_by_role("button", name="2026年3月3日", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("from=2026-03-03&to=2026-03-03"))
    # A second day makes a range, whichever comes first.
    await popup.get_by_role("button", name="上个月").click()
    await popup.get_by_role("button", name="2026年2月20日", exact=True).click()
    await expect(page).to_have_url(re.compile("from=2026-02-20&to=2026-03-03"))
    await popup.get_by_role("button", name="上月", exact=True).click()
    last = datetime.now(UTC).replace(day=1) - timedelta(days=1)
    await expect(page).to_have_url(re.compile(f"from={last:%Y-%m}-01&to={last:%Y-%m-%d}"))
    await popup.get_by_role("button", name="本月", exact=True).click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("article")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
