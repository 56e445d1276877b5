"""The history page: list, scrolling, first load and pictures."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from server.pages import DIST
from tests.api import Client
from tests.web.visitor import DESKTOP, PHONE, Visitor, completed, open_statistics

OBSERVED_LATE = """
  window.late = [];
  window.ResizeObserver = class extends ResizeObserver {
    constructor(callback) {
      super((...seen) => late && seen[0][0].target === document.body ? late.push([callback, seen]) : callback(...seen));
    }
  };
  const read = Response.prototype.text;
  let pages = 0;
  Response.prototype.text = async function () {
    const text = await read.call(this);
    if (text.includes("hasNextPage") && ++pages === 2) (async () => {
      for (let turn = 0; turn < 1000; turn++) await null;
      for (const [callback, seen] of late) callback(...seen);
      late = null;
    })();
    return text;
  };
"""


async def test_list_cards_and_count(user: Client, visitor: Visitor) -> None:
    await completed(user, "A lighthouse in a storm")
    failed = await user.task("createTask", prompt="A broken one")
    await user.task("failTask", id=failed["id"], errorMessage="The model timed out")
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_text("The model timed out")).to_be_visible()
    await expect(page.get_by_text("2 in all")).to_be_visible()
    await open_statistics(page)
    await expect(page.get_by_text("50%")).to_be_visible()
    await expect(page.get_by_alt_text("Result")).to_have_js_property("complete", value=True)
    assert "token" not in page.url


@pytest.mark.parametrize("context", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("view", ["gallery", "list"])
async def test_the_first_load_is_small_and_has_no_layout_shifts(
    user: Client, visitor: Visitor, context: dict[str, Any], view: str
) -> None:
    await visitor.record(300)
    await completed(user, "A picture")
    page = await visitor.open(f"/?view={view}", signed_in=False, alone=True, **context)
    await page.add_init_script("""
        window.shifts = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.shifts += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    loaded: list[str] = []
    page.on("response", lambda response: loaded.append(response.url))
    token = user.token
    await page.evaluate("token => sessionStorage.setItem('task-record.token', token)", token)
    await page.reload()
    await expect(page.get_by_role("article").first).to_be_visible()
    await page.wait_for_load_state("networkidle")
    scripts = {url.rpartition("/")[2] for url in loaded if url.endswith(".js")}
    assert sum((DIST / "assets" / f"{script}.br").stat().st_size for script in scripts) < 200_000
    assert await page.evaluate("shifts") < 0.02
    if view == "list":
        return
    await visitor.record(3, "failed")
    # The parts above the tasks load after them.
    for statistics, path, above in (("yes", "/", "By type"), ("no", "/?status=FAILED", "Why they failed")):
        await page.evaluate("open => localStorage.setItem('task-record.statistics-open', open)", statistics)
        await page.goto(f"{visitor.address}{path}")
        await expect(page.get_by_text(above)).to_be_visible()
        await expect(page.get_by_role("article").first).to_be_visible()
        await page.wait_for_load_state("networkidle")
        assert await page.evaluate("shifts") < 0.02


async def test_the_page_opens_at_its_top_when_sizes_arrive_late(visitor: Visitor) -> None:
    """The second page of tasks arrives before the browser has reported any size to the list."""
    await visitor.record(120)
    page = await visitor.open()
    await page.add_init_script(OBSERVED_LATE)
    await page.reload()
    await expect(page.get_by_text("120 in all")).to_be_visible()
    await expect(page.get_by_role("article").first).to_be_visible()
    await page.wait_for_function("late === null")
    await expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert await page.evaluate("scrollY") == 0


async def test_shared_link_to_a_picture(user: Client, visitor: Visitor) -> None:
    task = await completed(user, "Shared")
    page = await visitor.open(f"/tasks/{task}", permissions=["clipboard-read", "clipboard-write"])
    await expect(page.get_by_role("dialog")).to_contain_text("Shared")
    await page.get_by_role("button", name="Copy prompt").click()
    await expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "Shared"
    await page.get_by_role("button", name="Zoom in").click()
    await expect(page.get_by_role("button", name="Zoom out")).to_be_enabled()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download").click()
    assert (await (await download.value).path()).stat().st_size > 0
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(page).to_have_url(re.compile(r"/$"))


async def test_the_prompt_is_copied_over_plain_http(user: Client, visitor: Visitor) -> None:
    task = await completed(user, "一只小狗")
    page = await visitor.open()
    await page.evaluate("delete Navigator.prototype.clipboard")  # as browsers do, except on this machine
    await page.locator(f"#view-{task}").press("Enter")
    await page.get_by_role("button", name="Copy prompt").click()
    await expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_label("Search in prompts").press("Control+V")
    await expect(page.get_by_label("Search in prompts")).to_have_value("一只小狗")
