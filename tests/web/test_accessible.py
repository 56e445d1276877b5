"""axe finds no violations, in both languages and colour schemes, on a desktop and on a phone."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.axe import no_violations
from tests.web.visitor import Visitor, choose_view, completed

NAMES = {
    "new": "Try it|试一试",
    "menu": "User menu|用户菜单",
    "status": "Status|状态",
    "filters": "Filters|筛选",
    "views": "Saved views|已存视图",
    "list": "List$|列表$",
    "select": "Select task: A broken one|选择任务：A broken one",
}
names = {name: re.compile(f"^({texts})") for name, texts in NAMES.items()}


@pytest.mark.parametrize(
    ("locale", "viewport"),
    [("en-US", {"width": 1280, "height": 900}), ("zh-CN", {"width": 390, "height": 844})],
    ids=["desktop", "phone"],
)
async def test_accessible(user: Client, visitor: Visitor, locale: str, viewport: dict[str, int]) -> None:
    task = await completed(user, "A lighthouse", originalImage={"dataUrl": data_url(picture())})
    failed = await user.task("createTask", prompt="A broken one")
    await user.task("failTask", id=failed["id"], errorMessage="The model timed out")
    await user.task("createTask", prompt="Waiting")
    for name, where in (("Foxes " * 16, {"search": "fox"}), ("Of another program", {"externalId": ["r8"]})):
        await user.mutate("saveView", "errors { code }", name=name, where=where)
    page = await visitor.open(locale=locale, viewport=viewport)
    await expect(page.get_by_role("article")).to_have_count(3)
    await no_violations(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    for button in ("new", "menu", "filters" if viewport["width"] < 760 else "status"):
        await page.get_by_role("button", name=names[button]).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await no_violations(page, "[role=dialog]")
        assert await page.get_by_role("dialog").evaluate("popup => popup.scrollWidth <= popup.clientWidth"), button
        if button != "filters":
            await page.keyboard.press("Escape")
    await page.get_by_role("button", name=names["views"]).click()
    views = page.get_by_role("dialog", name=names["views"])
    await expect(views.get_by_role("listitem")).to_have_count(2)
    await views.get_by_role("button").nth(1).click()
    await expect(views.get_by_role("textbox")).to_have_value("Foxes " * 16)
    await no_violations(page, "[role=dialog]")
    assert await views.evaluate("popup => popup.scrollWidth <= popup.clientWidth")
    for _ in range(3 if viewport["width"] < 760 else 2):  # the name, the views, and the sheet that they are in
        await page.keyboard.press("Escape")
    await page.get_by_label(names["select"]).check(force=True)
    await expect(page.get_by_role("toolbar")).to_be_visible()
    await no_violations(page)
    await choose_view(page, names["list"])
    await expect(page.get_by_role("article").last).to_contain_text("okens")
    await no_violations(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    await page.get_by_role("toolbar").get_by_role("button").last.click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await no_violations(page)
    await page.locator(f"#view-{task}").press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("A lighthouse")
    await no_violations(page, "[role=dialog]")
    # Compare both pictures, by a slider; open the details, which are a sheet on a phone; list the keys.
    for key in "cc?" if viewport["width"] > 800 else "cci?":
        await page.keyboard.press(key)
    await expect(page.get_by_role("slider", include_hidden=True)).to_have_count(1)
    await expect(page.get_by_role("dialog").last).to_contain_text("Delete")
    await no_violations(page, "[role=dialog]:has(kbd)")
    await page.keyboard.press("Escape")
    await no_violations(page, "[role=dialog]")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_accessible_without_tasks_and_signed_out(visitor: Visitor, locale: str) -> None:
    page = await visitor.open(locale=locale)
    await expect(page.get_by_role("heading", level=3)).to_be_visible()
    await no_violations(page)
    menu = page.get_by_role("button", name=names["menu"])
    await menu.click()
    await page.get_by_role("dialog").get_by_role("button").first.click()
    await expect(page.get_by_role("radio", name="NDJSON")).to_be_visible()
    await no_violations(page, "[role=dialog]")
    await page.keyboard.press("Escape")
    await menu.click()
    await page.get_by_role("dialog").get_by_role("button").last.click()
    await expect(page.get_by_role("textbox")).to_be_visible()
    await no_violations(page)
