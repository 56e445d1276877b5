"""Touch and mouse on tasks, sizes of press targets, large letters, and selecting text."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.web.axe import SMALL
from tests.web.visitor import PHONE, Visitor, completed, middle

ZOOMED: dict[str, Any] = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
"""A window of 1,280 pixels at a zoom of 200 %."""


@pytest.mark.parametrize("context", [PHONE, ZOOMED], ids=["phone", "zoomed"])
async def test_a_press_anywhere_on_a_row_opens_it(user: Client, visitor: Visitor, context: dict[str, Any]) -> None:
    await completed(user, "A lighthouse")
    page = await visitor.open("/?view=list", **context)
    press = page.touchscreen.tap if context is PHONE else page.mouse.click
    row = page.get_by_role("article")
    for part in (row.get_by_alt_text("Result"), row.get_by_text("A lighthouse"), row):
        await part.scroll_into_view_if_needed()
        await press(*await middle(part))
        await expect(page.get_by_role("dialog")).to_contain_text("A lighthouse")
        await page.go_back()
        await expect(page.get_by_role("dialog")).to_have_count(0)


SHOWN = {"Details": "gemini"}
"""A text that appears when a button opens no dialog, by the button's name."""


async def test_press_targets_are_as_large_as_a_finger(user: Client, visitor: Visitor) -> None:
    task = await completed(user, "A lighthouse", modelVersion="gemini")
    for path, opened in [
        ("/?status=COMPLETED", ["Filters", "View", "User menu"]),
        (f"/tasks/{task}", ["Details"]),
        ("/new?view=list", []),
        ("/?view=list", []),
    ]:
        page = await visitor.open(path, **PHONE)
        await expect(page.get_by_role("article" if path.startswith("/?") else "dialog").first).to_be_visible()
        assert await page.evaluate(SMALL) == []
        for name in opened:
            await page.get_by_role("button", name=re.compile(f"^{name}")).last.tap()
            shown = page.get_by_text(SHOWN[name]) if name in SHOWN else page.get_by_role("dialog")
            await expect(shown.last).to_be_visible()
            assert await page.evaluate(SMALL) == []
            if path.startswith("/?"):
                await page.keyboard.press("Escape")
                await expect(page.get_by_role("dialog")).to_have_count(0)
        # A phone zooms in on a field with smaller letters.
        sizes = "[...document.querySelectorAll('input:not([type=checkbox], [type=radio]), textarea, select')]"
        sizes += ".map((one) => getComputedStyle(one).fontSize)"
        assert set(await page.evaluate(sizes)) <= {"16px"}


SEEN = """() => [...document.querySelectorAll("article")].every((row) => {
    const time = row.querySelector("time");
    const [shown, line, card, bin] = [time, time.parentElement, row, row.querySelector("button svg")].map(
        (one) => one.getBoundingClientRect());
    const within = (outer) => shown.left >= outer.left && shown.right <= outer.right
        && shown.top >= outer.top && shown.bottom <= outer.bottom;
    return within(line) && within(card) && (shown.top >= bin.bottom || shown.right <= bin.left);
})"""


async def test_times_can_be_read_with_large_letters_and_on_a_small_telephone(user: Client, visitor: Visitor) -> None:
    await completed(user, "A lighthouse in a storm, seen from the sea", modelVersion="gemini")
    failed = await user.task("createTask", prompt="A fox")
    await user.task("failTask", id=failed["id"], errorMessage="The model timed out")
    page = await visitor.open("/?view=list", **PHONE)
    await expect(page.get_by_role("article")).to_have_count(2)
    for size, width in (("100%", 320), ("150%", 390), ("150%", 320)):
        await page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        await page.set_viewport_size({"width": width, "height": 844})
        await page.wait_for_function(f"() => innerWidth === {width} && ({SEEN})()")
        assert await page.evaluate("document.documentElement.scrollWidth") == width
    prompt = page.get_by_text("A fox", exact=True)
    assert await prompt.evaluate("(prompt) => getComputedStyle(prompt).fontSize") == "22.5px"


OVERLAP = """() => [...document.querySelectorAll("article")].some((tile) => {
    const [box, status] = ["input", "[data-status]"].map((one) => tile.querySelector(one).getBoundingClientRect());
    return box.left < status.right && status.left < box.right && box.top < status.bottom && status.top < box.bottom;
})"""
TITLE = """() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("h1"));
    return range.getClientRects().length;
}"""


async def test_large_letters_fit_into_the_gallery_and_its_header(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="一只戴着宇航员头盔的小狗，站在月球上，背景是蓝色的地球", aspectRatio="4:3")
    await user.task("createTask", prompt="A lighthouse in a storm, seen from the sea", aspectRatio="16:9")
    page = await visitor.open("/?view=gallery", **PHONE | {"locale": "zh-CN"})
    await expect(page.get_by_role("article")).to_have_count(2)
    for size, width in (("100%", 320), ("150%", 390), ("150%", 320), ("200%", 320)):
        await page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        await page.set_viewport_size({"width": width, "height": 844})
        await page.wait_for_function(f"() => innerWidth === {width}")
        assert not await page.evaluate(OVERLAP)
        assert await page.evaluate(TITLE) == 1
        menu = await page.get_by_role("button", name="用户菜单").bounding_box()
        assert menu["width"] == 44
        assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_prompt_can_be_read_whole_and_selected(user: Client, visitor: Visitor) -> None:
    prompt = "A lighthouse in a storm, seen from the sea"
    await completed(user, prompt)
    page = await visitor.open("/?view=list")
    text = page.get_by_role("article").get_by_text(prompt)
    x, y = await middle(text)
    assert await page.evaluate("([x, y]) => document.elementFromPoint(x, y).title", [x, y]) == prompt
    left = (await text.bounding_box())["x"]
    await page.mouse.move(left + 1, y)
    await page.mouse.down()
    await page.mouse.move(left + 150, y, steps=5)
    await page.mouse.up()
    selected = await page.evaluate("getSelection().toString()")
    assert len(selected) > 5
    assert selected in prompt
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_deleting_far_down_does_not_scroll(visitor: Visitor) -> None:
    await visitor.record(400, "failed")  # only ended tasks go to the trash
    page = await visitor.open("/?view=list")
    await page.evaluate("""async () => {
        while (!document.body.innerText.includes("No more tasks")) {
            scrollTo(0, document.body.scrollHeight);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }""")
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(page.locator("li[aria-posinset='397']")).to_be_visible()
    await page.locator("li[aria-posinset='397']").get_by_role("checkbox").check()
    await page.mouse.wheel(0, -3000)
    await expect(page.locator("li[aria-posinset='397']")).to_have_count(0)
    there = "[scrollY, document.elementFromPoint(640, 450).closest('section').innerText]"
    before = await page.evaluate(there)
    await page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("Moved to the trash: 1")).to_be_visible()
    await expect(page.get_by_role("toolbar")).to_have_count(0)
    assert await page.evaluate(there) == before
