"""A tile of the gallery: its actions by mouse, finger and keys, its images, and the reason of a failure."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.visitor import PHONE, Fingers, Visitor, completed, middle


async def several(user: Client, prompt: str, count: int) -> str:
    """Record a task with images of different colours; return its id."""
    task = await user.task("createTask", prompt=prompt, imageCount=count)
    first, *others = [{"dataUrl": data_url(picture(seed=number))} for number in range(count)]
    await user.task("completeTask", id=task["id"], image=first, moreImages=others)
    return str(task["id"])


async def test_hovering_a_tile_shows_its_actions(user: Client, visitor: Visitor) -> None:
    await completed(user, "A lighthouse")
    page = await visitor.open()
    tile = page.get_by_role("article")
    button = tile.get_by_role("button", name="Download: A lighthouse")
    await expect(tile.get_by_alt_text("Result")).to_be_visible()
    shown = "one => getComputedStyle(one.parentElement).opacity"
    assert await button.evaluate(shown) == "0"
    await tile.hover()
    assert await button.evaluate(shown) == "1"
    async with page.expect_download() as download:
        await button.click()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d\.\d\d A lighthouse\.png", (await download.value).suggested_filename)
    await tile.get_by_role("link", name="Use again: A lighthouse").click()
    await expect(page.get_by_role("dialog").get_by_role("textbox", name="Prompt")).to_have_value("A lighthouse")
    await page.keyboard.press("Escape")
    await tile.hover()
    await tile.get_by_role("button", name="Delete: A lighthouse").click()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()


async def test_on_a_phone_a_tap_anywhere_on_a_picture_opens_it(user: Client, visitor: Visitor) -> None:
    task = await completed(user, "A lighthouse")
    page = await visitor.open(**PHONE)
    tile = page.get_by_role("article")
    await expect(tile.get_by_alt_text("Result")).to_be_visible()
    await expect(tile.locator("label")).to_have_css("opacity", "0")
    box = await tile.bounding_box()
    for at in ((box["x"] + 14, box["y"] + 14), await middle(tile)):
        await page.touchscreen.tap(*at)
        await expect(page.get_by_role("dialog")).to_contain_text("A lighthouse")
        await page.get_by_role("dialog").get_by_role("button", name="Close").tap()
        await expect(page.locator(f"#view-{task}")).to_be_focused()
    finger = Fingers(await page.context.new_cdp_session(page))
    await finger.hold(await middle(tile))
    await expect(tile.locator("label")).to_have_css("opacity", "1")
    await expect(tile.get_by_role("checkbox")).to_be_checked()


async def test_each_image_of_a_task_can_be_seen(user: Client, visitor: Visitor) -> None:
    task = await several(user, "Four foxes", 4)
    page = await visitor.open()
    tile = page.get_by_role("article")
    await expect(tile.get_by_title("4 images")).to_be_visible()
    await tile.hover()
    small = tile.get_by_role("listitem").get_by_role("link")
    await expect(small).to_have_count(4)
    await small.nth(2).hover()
    await expect(tile.get_by_alt_text("Image 3")).to_be_visible()
    large = await tile.get_by_alt_text("Image 3").get_attribute("src")
    assert large == await small.nth(2).locator("img").get_attribute("src")
    await small.nth(2).click()
    await expect(page).to_have_url(re.compile(f"/tasks/{task}\\?image=2$"))
    await expect(page.get_by_role("dialog")).to_contain_text("3 / 4")
    # In the viewer, too, keys move from image to image.
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("dialog")).to_contain_text("4 / 4")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Escape")
    await page.mouse.move(0, 0)
    await expect(page.locator(f"#view-{task}")).to_be_focused()
    await expect(small).to_have_count(0)
    for _ in range(2):
        await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Shift+ArrowUp")
    await expect(tile.get_by_alt_text("Image 2")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(f"/tasks/{task}\\?image=1$"))


@pytest.mark.parametrize("context", [PHONE, {}], ids=["phone", "desktop"])
async def test_a_failed_task_says_why(user: Client, visitor: Visitor, context: dict[str, Any]) -> None:
    failed = await user.task("createTask", prompt="A broken one", aspectRatio="16:9")
    await user.task("failTask", id=failed["id"], errorMessage="E42", failureCode="provider_timeout")
    await user.task("createTask", prompt="Waiting", aspectRatio="16:9")
    page = await visitor.open(**context)
    tiles = page.get_by_role("article")
    await expect(tiles).to_have_count(2)
    await expect(tiles.nth(1).get_by_text("The provider did not answer in time")).to_be_in_viewport(ratio=0.99)


async def test_keys_of_the_list(visitor: Visitor) -> None:
    await visitor.record(300, "canceled")
    page = await visitor.open()
    first = page.get_by_role("link", name="View: Task 1", exact=True)
    await expect(first).to_be_visible()
    await expect(page.get_by_label("Search in prompts")).to_be_visible()
    await page.keyboard.press("/")
    await expect(page.get_by_label("Search in prompts")).to_be_focused()
    await page.keyboard.type("/x?")
    await expect(page.get_by_label("Search in prompts")).to_have_value("/x?")
    await page.get_by_label("Search in prompts").fill("")
    # Tab stops once at each tile.
    await first.focus()
    for number in (2, 3):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.type") == "checkbox":  # of the next day
            await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name=f"View: Task {number}", exact=True)).to_be_focused()
    await page.keyboard.press("x")
    bar = page.get_by_role("toolbar")
    await expect(bar).to_contain_text("1 selected")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("x")
    await expect(bar).to_contain_text("2 selected")
    await page.keyboard.press("x")
    await expect(bar).to_contain_text("1 selected")
    await page.keyboard.press("Escape")
    await expect(bar).to_have_count(0)
    await page.keyboard.press("?")
    helping = page.get_by_role("dialog", name="Keys")
    for words in ("Search in prompts", "Select or deselect the task", "Images of the task"):
        await expect(helping).to_contain_text(words)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="View: Task 2", exact=True)).to_be_focused()
    await page.keyboard.press("Delete")
    await expect(page.get_by_role("link", name="View: Task 2", exact=True)).to_have_count(0)
    await expect(page.get_by_role("link", name="View: Task 3", exact=True)).to_be_focused()
