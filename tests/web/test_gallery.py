"""The gallery and the list of tasks: by touch, by keys, and printed."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.pictures import picture
from tests.web.visitor import DESKTOP, PHONE, Visitor, choose_view, middle

BOXES_FROM = """before => [document.getElementById(before), document.activeElement].map((link) => {
    const { left, right, top, bottom } = link.closest("li").getBoundingClientRect();
    return { left, right, top, bottom };
})"""
STUCK_HEADING = """() => {
    const bar = document.querySelector("header");
    return bar && document.elementFromPoint(40, bar.getBoundingClientRect().bottom + 10)?.closest("h3");
}"""
WHOLE_IN_SIGHT = """[...document.querySelectorAll("article")].filter((task) => {
    const { top, bottom } = task.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}).length"""
WITH_PICTURES = """UPDATE user_task_history SET status = 'completed', completed_at = now(), aws_generated_key =
    format('task-history/%s/%s/generated-%s', user_id, id, gen_random_uuid()), generated_content_type = 'image/png',
  generated_width = 1, generated_height = 1, generated_size = 1, generated_thumb_hash = '1QcSHQRnh493V4dIh4eXh1h4kJUI'
  WHERE user_id = $1"""
SCROLL_FAST = """async (pixels) => {
    const loading = () => [...document.querySelectorAll("article img[src]")].map((image) => image.src);
    const [before, later] = [new Set(), new Set()];
    let [scrolled, frames, last] = [0, 0, performance.now()];
    while (scrolled < pixels) {
        await new Promise(requestAnimationFrame);
        // The first frames cannot know that the movement is fast.
        for (const source of loading()) (frames < 4 ? before : later).add(source);
        const now = performance.now();
        const step = Math.max(2, (now - last) / 1000 * 8) * innerHeight;  // however long a frame takes
        scrollBy(0, step);
        [scrolled, frames, last] = [scrolled + step, frames + 1, now];
    }
    return [...later].filter((source) => !before.has(source)).length;
}"""
SCROLL_TO_THE_LAST = """async (number) => {
    while (!document.querySelector(`[aria-posinset="${number}"]`)) {
        scrollTo(0, document.documentElement.scrollHeight);
        await new Promise(requestAnimationFrame);
    }
    scrollTo(0, 0);
}"""
IN_SIGHT_ARE_LOADED = """() => [...document.querySelectorAll("article img")].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
}).every((image) => image.dataset.loaded === "true")"""


@pytest.mark.parametrize(
    ("context", "least"),
    [(PHONE, 8), (DESKTOP, 14)],
    ids=["phone", "desktop"],
)
async def test_the_first_screen_shows_pictures(visitor: Visitor, context: dict[str, Any], least: int) -> None:
    await visitor.record(300)
    page = await visitor.open(**context)
    await expect(page.get_by_role("article").first).to_be_visible()
    await expect(page.get_by_text("300 in all")).to_be_visible()
    assert await page.evaluate(WHOLE_IN_SIGHT) >= least
    await page.mouse.wheel(0, 900)
    # The header stays, with the date of the visible tasks below it.
    await page.wait_for_function(STUCK_HEADING)
    await expect(page.get_by_role("searchbox")).to_be_in_viewport()


@pytest.mark.parametrize(("locale", "widths"), [("en-US", [2560, 1024, 320]), ("zh-CN", [390])])
async def test_the_header_is_one_row(visitor: Visitor, locale: str, widths: list[int]) -> None:
    page = await visitor.open(locale=locale)
    await expect(page.get_by_role("searchbox")).to_be_visible()
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 900})
        await page.wait_for_function("width => innerWidth === width", arg=width)
        controls = page.get_by_role("banner").locator("button, input")
        middles = {round(y) for _, y in [await middle(one) for one in await controls.all()]}
        assert max(middles) - min(middles) <= 1
        assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_pictures_have_three_sizes_which_are_remembered(visitor: Visitor) -> None:
    await visitor.record(60)
    page = await visitor.open()
    first, heights = page.get_by_role("article").first, []
    for size in ("Small", "Medium", "Large"):
        await choose_view(page, size)
        heights.append((await first.bounding_box())["height"])
    assert heights[0] * 1.3 < heights[1] < heights[2] / 1.3
    await page.goto(visitor.address)
    await expect(first).to_be_visible()
    assert (await first.bounding_box())["height"] == heights[2]


async def test_keys_move_as_in_a_grid(visitor: Visitor) -> None:
    await visitor.record(60)
    page = await visitor.open()
    await expect(page.get_by_role("article").first).to_contain_text("Task 1")
    await page.get_by_role("link", name="View: Task 1", exact=True).focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("link", name="View: Task 2", exact=True)).to_be_focused()
    for _ in range(6):
        focused = await page.evaluate("document.activeElement.id")
        await page.keyboard.press("ArrowDown")
        await page.wait_for_function("before => ![before, ''].includes(document.activeElement.id)", arg=focused)
        # Both are measured at once, because content above the list may still change its height.
        before, below = await page.evaluate(BOXES_FROM, focused)
        assert below["top"] >= before["bottom"] - 1
        # The task is below the one before, unless its row is shorter.
        assert below["left"] < before["right"]
    reached = await page.evaluate("document.activeElement.getAttribute('aria-label')")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text(reached.removeprefix("View: "))
    # The list scrolls with the viewer, so that closing it returns to the last picture.
    first = int(reached.removeprefix("View: Task "))
    last = first + 10
    for number in range(first, last):
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("dialog")).to_contain_text(f"Task {number + 1}")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name=f"View: Task {last}", exact=True)).to_be_focused()
    await expect(page.get_by_role("link", name=f"View: Task {last}", exact=True)).to_be_in_viewport()


async def test_closing_returns_to_a_picture_that_the_list_loads_meanwhile(visitor: Visitor) -> None:
    await visitor.record(60)
    answered = asyncio.Event()

    async def hold_next_page(route: Any) -> None:
        asked = json.loads(route.request.post_data)
        if asked["operationName"] == "TaskList" and "after" in asked["variables"]:
            await answered.wait()
        await route.continue_()

    page = await visitor.open()
    await page.route("**/graphql", hold_next_page)
    await page.get_by_role("link", name="View: Task 1", exact=True).press("Enter")
    picture = page.get_by_role("dialog")
    for number in range(1, 55):
        await expect(picture).to_contain_text(f"Task {number}")
        await page.keyboard.press("ArrowRight")
    await expect(picture).to_contain_text("Task 55")
    answered.set()
    await expect(page.get_by_text("No more tasks")).to_be_attached()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="View: Task 55", exact=True)).to_be_focused()
    await expect(page.get_by_role("link", name="View: Task 55", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("view", ["gallery", "list"])
async def test_all_loaded_tasks_are_printed(visitor: Visitor, view: str) -> None:
    await visitor.record(48)
    page = await visitor.open(f"/?view={view}", viewport={"width": 1280, "height": 500})
    await expect(page.get_by_role("article").first).to_be_visible()
    assert await page.get_by_role("article").count() < 48
    await page.evaluate("""addEventListener("beforeprint", () => {
        window.printed = [...document.querySelectorAll("article")].map((task) => task.innerText.match(/Task \\d+/)[0]);
    })""")
    await page.pdf()
    assert await page.evaluate("printed") == [f"Task {n}" for n in range(1, 49)]
    await expect(page.get_by_role("article").first).to_be_visible()
    assert await page.get_by_role("article").count() < 48


async def test_pictures_scrolled_past_are_not_loaded(
    user: Client, visitor: Visitor, database: asyncpg.Connection
) -> None:
    await visitor.record(400)
    await database.execute(WITH_PICTURES, user.id)
    page = await visitor.open()
    await page.route("**/task-history/**", lambda route: route.fulfill(content_type="image/png", body=picture()))
    await expect(page.locator("article").first).to_be_visible()
    # All tasks are loaded before it scrolls fast: a list that waits for tasks stops, and then loads pictures.
    await page.evaluate(SCROLL_TO_THE_LAST, 400)
    await page.wait_for_function(IN_SIGHT_ARE_LOADED)
    begun = await page.evaluate(SCROLL_FAST, 12_000)
    await page.wait_for_function(IN_SIGHT_ARE_LOADED)
    passed = int(await page.locator("li[aria-posinset]").last.get_attribute("aria-posinset"))
    assert passed > 150
    assert begun < 0.2 * passed
