"""The list's filters: search with an input method, and a long search on a phone."""

import asyncio
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
