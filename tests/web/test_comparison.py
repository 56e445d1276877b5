"""Comparing several pictures: they zoom together, and differences are marked, on a desktop and on a phone."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.axe import SMALL, no_violations
from tests.web.visitor import PHONE, Fingers, Visitor, middle

TRANSFORMS = "[...document.querySelectorAll('figure .react-transform-component')].map(one => one.style.transform)"
PROMPTS = [
    "A lighthouse in a storm, oil painting",
    "A lighthouse in a storm, watercolour",
    "A lighthouse at dawn, oil painting",
    "An old lighthouse at dawn",
]


async def of_pictures(user: Client, count: int) -> list[str]:
    ids = []
    for number, prompt in enumerate(PROMPTS[:count]):
        given = {"prompt": prompt, "modelVersion": "flux-1.1-pro", "parameters": {"seed": number, "steps": 20}}
        task = await user.task("createTask", **given)
        image = {"dataUrl": data_url(picture((160 + 40 * number, 120), seed=number))}
        await user.task("completeTask", id=task["id"], image=image, tokensUsed=1, creditsDeducted=1)
        ids.append(str(task["id"]))
    return ids


async def all_alike(page: Any, before: list[str]) -> None:
    """Wait until all pictures are zoomed in the same way, but not as before."""
    await page.wait_for_function(
        f"before => {{ const now = {TRANSFORMS}; return now[0] !== before[0] && new Set(now).size === 1; }}",
        arg=before,
    )


async def test_four_are_zoomed_as_one_and_their_differences_marked(user: Client, visitor: Visitor) -> None:
    await of_pictures(user, 4)
    page = await visitor.open()
    for prompt in reversed(PROMPTS):
        await page.get_by_label(f"Select task: {prompt}").check(force=True)
    await page.get_by_role("toolbar").get_by_role("link", name="Compare").click()
    dialog = page.get_by_role("dialog", name="Compare 4")
    await expect(dialog.get_by_alt_text(re.compile("^4: A lighthouse in a storm, oil"))).to_be_visible()
    await expect(dialog.get_by_role("row", name="seed").locator("mark")).to_have_text(["3", "2", "1", "0"])
    await expect(dialog.get_by_role("rowheader", name="steps")).to_have_count(0)
    assert "An old" in await dialog.locator("mark").all_inner_texts()
    before = await page.evaluate(TRANSFORMS)
    assert len(before) == 4
    await page.mouse.move(*await middle(dialog.locator("figure").nth(2)))
    await page.mouse.wheel(0, -300)
    await all_alike(page, before)
    zoomed = await page.evaluate(TRANSFORMS)
    await page.mouse.down()
    x, y = await middle(dialog.locator("figure").nth(2))
    await page.mouse.move(x - 30, y - 20, steps=3)
    await page.mouse.up()
    await all_alike(page, zoomed)
    await page.keyboard.press("0")
    await page.wait_for_function(f"before => {TRANSFORMS}[0] === before[0]", arg=before)
    await page.keyboard.press("3")
    await expect(dialog.locator("figure:visible")).to_have_count(1)
    box = await dialog.locator("figure:visible").bounding_box()
    assert box["width"] > 1200
    await page.keyboard.press("3")
    await expect(dialog.locator("figure:visible")).to_have_count(4)
    # Its address is enough to open it again.
    await page.reload()
    await expect(dialog.locator("figure")).to_have_count(4)
    await dialog.get_by_role("link", name="View: An old lighthouse at dawn").click()
    await expect(page.get_by_role("region", name="Task details")).to_contain_text("An old lighthouse")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_visible()


@pytest.mark.parametrize(("locale", "context", "count"), [("en-US", {}, 2), ("zh-CN", PHONE, 4)])
async def test_accessible(user: Client, visitor: Visitor, locale: str, context: dict[str, Any], count: int) -> None:
    ids = await of_pictures(user, count)
    page = await visitor.open(f"/compare/{','.join(ids)}", locale=locale, **context)
    figures = page.locator("figure")
    await expect(figures).to_have_count(count)
    await expect(page.get_by_role("table")).to_be_visible()
    await no_violations(page, "[role=dialog]")
    await page.get_by_role("checkbox").check()
    await no_violations(page, "[role=dialog]")
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    for figure in await figures.all():
        box = await figure.bounding_box()
        assert box["height"] > 90
        assert box["y"] + box["height"] < page.viewport_size["height"]
    if not context:
        return
    assert await page.evaluate(SMALL) == []
    before = await page.evaluate(TRANSFORMS)
    finger = Fingers(await page.context.new_cdp_session(page))
    await finger.pinch(await middle(figures.last), 20, 60)
    await all_alike(page, before)
