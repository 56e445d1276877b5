"""Tasks are found by labels, by a picture and by prompts, and a task shows similar ones."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from server.settings.settings import Settings
from tests.api import Client
from tests.resolvers.finding.drawings import drawing
from tests.resolvers.finding.indexing import note
from tests.web.axe import no_violations
from tests.web.visitor import PHONE, Visitor


async def drawn(user: Client, prompt: str, seed: int) -> str:
    task = await user.task("createTask", prompt=prompt)
    await user.task("completeTask", id=task["id"], image=drawing(seed), creditsDeducted=2)
    return str(task["id"])


async def test_tasks_are_found_by_label_picture_and_prompt(
    user: Client, visitor: Visitor, shared_settings: Settings, tmp_path: Path
) -> None:
    fox = await drawn(user, "A red fox in the snow, watercolour", 11)
    await drawn(user, "a red fox in deep snow, watercolour", 12)
    await drawn(user, "一只小狗", 13)
    await note(shared_settings)
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(3)

    await page.get_by_role("button", name="Label", exact=True).click()
    labels = page.get_by_role("group", name="Labels")
    await expect(labels.get_by_text("Fox")).to_be_visible()
    await labels.get_by_label("Dog").check()
    await expect(page.get_by_role("article")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Remove filter: dog").click()
    await expect(page.get_by_role("article")).to_have_count(3)
    await page.get_by_label("Search in prompts").fill('"red fox" -deep')
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.locator("mark")).to_have_text("red fox")
    await page.get_by_label("Search in prompts").fill("")

    picture = tmp_path / "fox.png"
    picture.write_bytes(base64.b64decode(drawing(11, 120)["dataUrl"].split(",")[1]))
    data = {"items": [], "files": [str(picture)], "dragOperationsMask": 1}
    session = await page.context.new_cdp_session(page)

    async def drag(kind: str, x: float, y: float) -> None:
        await session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})

    for kind in ("dragEnter", "dragOver"):
        await drag(kind, 600, 400)
    target = page.locator("[data-drop=find]")
    await expect(target).to_contain_text("Find it")
    await expect(page.locator("[data-drop=start]")).to_contain_text("Start from it")
    await page.mouse.move(500, 500)
    await expect(target).to_have_count(0)
    for kind in ("dragEnter", "dragOver"):
        await drag(kind, 600, 400)
    await expect(target).to_be_visible()
    box = await target.bounding_box()
    for kind in ("dragOver", "drop"):
        await drag(kind, box["x"] + 50, box["y"] + 50)
    found = page.get_by_role("dialog")
    await expect(found.get_by_text("Same picture")).to_be_visible()
    await no_violations(page)
    await found.get_by_role("link").first.click()
    await expect(page).to_have_url(f"{visitor.address}/tasks/{fox}")
    beside = page.get_by_role("region", name="Similar tasks")
    await expect(beside.get_by_text("Similar prompt")).to_be_visible()


@pytest.mark.parametrize("context", [PHONE, {"locale": "zh-CN"}], ids=["phone", "Chinese"])
async def test_prompts_are_listed_and_recognized_in_the_form(
    user: Client, visitor: Visitor, shared_settings: Settings, context: dict[str, Any]
) -> None:
    for seed in (21, 22):
        await drawn(user, "灯塔与暴风雨，油画", seed)
    failed = await user.task("createTask", prompt="雪山日出")
    await user.task("failTask", id=failed["id"], errorMessage="no")
    await note(shared_settings)
    page = await visitor.open("/prompts", **context)
    # The search field follows Back.
    search = page.get_by_role("searchbox")
    await search.fill("灯塔")
    await search.press("Enter")
    await expect(page.get_by_role("listitem")).to_have_count(1)
    await page.go_back()
    await expect(search).to_have_value("")
    first = page.get_by_role("listitem").first
    said = "2 次 · 4 积分" if "locale" in context else "2 times · 4 credits"
    await expect(first).to_contain_text(said)
    await expect(page.get_by_role("listitem")).to_have_count(2)
    await no_violations(page)
    await first.get_by_role("link", name="再次使用" if "locale" in context else "Use again").click()
    form = page.get_by_role("dialog")
    prompt = form.get_by_role("textbox", name="提示词" if "locale" in context else "Prompt")
    await expect(prompt).to_have_value("灯塔与暴风雨，油画")
    made = "你做过这个" if "locale" in context else "You already made this"
    await expect(form.get_by_text(made)).to_be_visible()
    await prompt.fill("完全不同的东西")
    await expect(form.get_by_text(made)).to_have_count(0)
