"""The form for a new task: its kinds of task, cancelling, and what the form says before it is sent."""

import re
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import data_url, picture
from tests.web.visitor import Visitor, completed, drop

TASKS = "{ tasks { nodes { prompt aspectRatio modelVersion parameters status originalImage { width } } } }"


async def tasks(user: Client) -> list[dict[str, Any]]:
    return list((await user.data(TASKS))["tasks"]["nodes"])


async def test_a_task_of_each_image_and_the_choices_of_the_last(user: Client, visitor: Visitor, tmp_path: Path) -> None:
    originals = [tmp_path / "灯塔.png", tmp_path / "harbour.png"]
    for width, path in enumerate(originals, 640):
        path.write_bytes(picture((width, 480)))
    page = await visitor.open()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    size = page.viewport_size
    await page.set_viewport_size({"width": 390, "height": 844})
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await page.set_viewport_size(size)
    await page.get_by_role("link", name="A lighthouse in a storm").click()
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("textbox", name="Prompt")).to_have_value("A lighthouse in a storm, oil painting")
    await form.get_by_role("textbox", name="Prompt").fill("Make it night")
    await form.get_by_label("Type").select_option("IMAGE_EDIT")
    await form.get_by_role("button", name="Create").click()
    await expect(form.get_by_text("An image edit needs an original image.")).to_be_visible()
    await form.get_by_label("Choose images").set_input_files(originals)
    await form.locator("select[name=ratio]").select_option("4:3")
    await form.get_by_role("combobox", name="Model").fill("其他模型")
    await form.get_by_role("textbox", name="Prompt").press("Control+Enter")
    created = page.locator("[data-notice]").filter(has_text="Task created")
    await expect(created).to_be_visible(timeout=20_000)
    await expect(form).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"/$"))
    await created.get_by_role("button", name="View").click()
    await expect(page.get_by_role("dialog").get_by_text("1 / 2")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page).to_have_url(re.compile(r"/$"))
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_role("article").last).to_contain_text("Completed")
    expected = {
        "parameters": None,
        "prompt": "Make it night",
        "aspectRatio": "4:3",
        "modelVersion": "其他模型",
        "status": "COMPLETED",
    }
    assert await tasks(user) == [expected | {"originalImage": {"width": width}} for width in (641, 640)]

    await page.goto(f"{visitor.address}/new")
    await expect(form.get_by_role("textbox", name="Prompt")).to_have_value("")
    await expect(form.locator("select[name=ratio]")).to_have_value("4:3")
    await expect(form.get_by_role("combobox", name="Model")).to_have_value("其他模型")


async def test_a_canceled_recording_leaves_only_the_draft(user: Client, visitor: Visitor) -> None:
    page = await visitor.open()
    await page.get_by_role("button", name="Try it").click()
    form = page.get_by_role("dialog")
    prompt = form.get_by_role("textbox", name="Prompt")
    await prompt.fill("Never mind")
    for give_up in (form.get_by_role("button", name="Cancel").click, lambda: page.keyboard.press("Escape")):
        await form.get_by_role("button", name="Create").click()
        await expect(form.get_by_text("Generating and storing")).to_be_visible()
        await give_up()
        await expect(page.get_by_text("Task canceled").last).to_be_visible()
        await expect(form.get_by_role("button", name="Create")).to_be_enabled()
        await expect(prompt).to_have_value("Never mind")
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    assert await tasks(user) == []
    counted = (await user.data("{ statistics { failedTasks } }"))["statistics"]
    assert counted == {"failedTasks": 0}


async def test_unusable_files_are_named_before_anything_is_recorded(
    site: ServedApplication, visitor: Visitor, tmp_path: Path
) -> None:
    document, photograph, damaged = [tmp_path / name for name in ("document.pdf", "photograph.jpg", "damaged.png")]
    document.write_bytes(b"%PDF-1.7")
    damaged.write_bytes(picture((640, 480))[:200])
    visitor.user = site.new_client(plan="free")
    plan = (await visitor.user.data("{ viewer { plan { maxImageSize } } }"))["viewer"]["plan"]
    photograph.write_bytes(b"\xff" * (plan["maxImageSize"] + 1))
    page = await visitor.open(locale="zh-CN")
    form = page.get_by_role("dialog")
    # Outside any zone, where a browser would open the file; on the right, where a task starts.
    await drop(page, page.get_by_role("button", name="用户菜单"), document, photograph, damaged)
    await expect(form.get_by_text("document.pdf")).to_be_visible()
    await expect(form.get_by_text("这不是可用的图片")).to_be_visible()
    await expect(form.get_by_text("图片过大：free 套餐每张最多 10 MB。")).to_be_visible()
    await expect(form.get_by_text("这张图片已损坏")).to_be_visible()
    await expect(form.get_by_role("img")).to_have_count(0)
    await form.get_by_role("textbox", name="提示词").fill("夜晚")
    await form.get_by_role("button", name="创建").click()
    await expect(form.get_by_text("请先移除不可用的文件。")).to_be_visible()
    assert await tasks(visitor.user) == []
    for file in (document, photograph, damaged):
        await form.get_by_role("button", name=f"移除 {file.name}").click()
    await expect(form.get_by_role("alert")).to_have_count(0)
    await drop(page, form.get_by_role("textbox", name="提示词"), document)
    await expect(form.get_by_text("document.pdf")).to_be_visible()
    await form.get_by_role("button", name="移除 document.pdf").click()
    await form.get_by_role("button", name="创建").click()
    await expect(page.get_by_text("任务已创建")).to_be_visible()
    assert [task["prompt"] for task in await tasks(visitor.user)] == ["夜晚"]


async def test_a_prompt_is_used_again(user: Client, visitor: Visitor) -> None:
    given = {"seed": 9007199254740993, "steps": 30}
    task = await completed(
        user,
        "Again, and\nagain",
        parameters=given,
        taskType="IMAGE_EDIT",
        aspectRatio="21:9",
        modelVersion="m-1",
        originalImage={"dataUrl": data_url(picture((320, 200)))},
    )
    page = await visitor.open(f"/new/{task}/variation")
    form = page.get_by_role("dialog")
    # A variation is another picture.
    await expect(form.get_by_text("Parameters: steps 30", exact=True)).to_be_visible()
    await page.goto(f"{visitor.address}/new/{task}/again")
    await expect(form.get_by_text("Parameters: seed 9007199254740993 · steps 30")).to_be_visible()
    await expect(form.get_by_role("textbox", name="Prompt")).to_have_value("Again, and\nagain")
    await expect(form.locator("select[name=ratio]")).to_have_value("21:9")
    await expect(form.get_by_role("combobox", name="Model")).to_have_value("m-1")
    await expect(form.get_by_alt_text("Original image")).to_have_js_property("naturalWidth", 320)
    await form.get_by_role("button", name="Create").click()
    await expect(page.get_by_text("Task created")).to_be_visible(timeout=20_000)
    first, second = await tasks(user)
    assert first == second
    assert first["parameters"] == given
    await expect(page).to_have_url(re.compile(r"/$"))


async def test_the_buttons_of_a_dialog_stay_visible_and_hide_no_field(visitor: Visitor) -> None:
    page = await visitor.open("/new", viewport={"width": 390, "height": 420})
    create = page.get_by_role("button", name="Create", exact=True)
    await expect(create).to_be_in_viewport(ratio=1)
    sample = page.get_by_role("checkbox", name="Complete it with a sample picture")
    await page.get_by_role("combobox", name="Model").focus()
    while not await sample.evaluate("(one) => one === document.activeElement"):
        await page.keyboard.press("Tab")
    box, buttons = await sample.bounding_box(), await create.bounding_box()
    assert box["y"] + box["height"] < buttons["y"]
