"""The viewer: comparing two pictures, touch, and a long error."""

import re

from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.visitor import PHONE, Fingers, Visitor, completed

TRANSFORMS = (
    "[...document.querySelectorAll('[role=dialog] .react-transform-component')].map(one => one.style.transform)"
)

SHOWN = "[...document.querySelectorAll('[role=dialog] figure img')].find(one => !one.closest('[inert]'))"
WIDTH_OF_SHOWN = """(width) => {
    const images = [...document.querySelectorAll('[role=dialog] [data-slide]:not([inert]) img')];
    return images.some((image) => image.naturalWidth === width);
}"""


async def test_original_and_result_are_compared(user: Client, visitor: Visitor) -> None:
    prompt = "شروق الشمس فوق الجبال " * 30
    task = await completed(user, prompt, originalImage={"dataUrl": data_url(picture((640, 480), seed=1))})
    page = await visitor.open(f"/tasks/{task}?show=slider", locale="zh-CN", alone=True)
    dialog = page.get_by_role("dialog")
    original, result = dialog.get_by_alt_text("原图"), dialog.get_by_alt_text("生成图")
    await expect(page).to_have_title(re.compile("^شروق الشمس.* · 任务记录$"))
    shown = dialog.get_by_text(prompt.strip())
    assert await shown.evaluate("element => getComputedStyle(element).direction") == "rtl"
    folded = await shown.evaluate("element => element.clientHeight")
    await dialog.get_by_role("button", name="展开").click()
    assert await shown.evaluate("element => element.clientHeight") > folded
    named = "[...document.querySelectorAll('[role=dialog] *')].map(one => one.ariaLabel ?? one.title ?? one.alt ?? '')"
    assert [name for name in await page.evaluate(named) if re.search("[A-Za-z]{3}", name)] == []

    # Both pictures are visible, each on one side of a line that keys move.
    slider = dialog.get_by_role("slider")
    await slider.press("ArrowRight")
    await expect(slider).to_have_value("51")
    before = await page.evaluate(TRANSFORMS)
    assert len(before) == 2
    await page.keyboard.press("+")
    await page.wait_for_function(
        f"before => {{ const now = {TRANSFORMS}; return now[0] !== before[0] && now[0] === now[1]; }}", arg=before
    )
    box = await result.bounding_box()
    await page.mouse.move(box["x"] + box["width"] * 0.5, 400)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.5 - 40, 430)
    await page.mouse.up()
    moved, also_moved = await page.evaluate(TRANSFORMS)
    assert moved == also_moved
    await page.keyboard.press("0")
    await page.wait_for_function(f"before => {TRANSFORMS}[0] === before[0]", arg=before)
    # A double click zooms, too, and selects nothing.
    await page.mouse.dblclick(box["x"] + box["width"] * 0.75, 400)
    await page.wait_for_function(f"before => {TRANSFORMS}[0] !== before[0]", arg=before)
    assert await page.evaluate("getSelection().isCollapsed")
    await page.keyboard.press("0")

    await page.keyboard.press("c")
    await expect(page).to_have_url(re.compile("show=sideBySide"))
    left, right = await original.bounding_box(), await result.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    await page.keyboard.press("c")
    await page.mouse.move(400, 5)
    await expect(original).to_be_hidden()
    await page.mouse.move(400, 400)
    await expect(original).to_be_visible()
    await expect(result).to_be_hidden()
    await page.keyboard.press("c")
    await expect(result).to_be_visible()
    await page.keyboard.press("o")
    await expect(dialog.get_by_label("原图", exact=True).first).to_be_checked()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="快捷键")).to_contain_text("切换对比方式")
    # Until then, Escape would close the viewer.
    await page.wait_for_function("document.activeElement.closest('[role=dialog]:has(kbd)')")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="任务详情")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page).to_have_url(re.compile("/$"))
    await expect(page).to_have_title("共 1 项 · 任务记录")
    listed = page.get_by_role("article").get_by_text(prompt.strip())
    assert await listed.evaluate("element => getComputedStyle(element).direction") == "rtl"

    # A truncated URL names no task, and the page does not keep requesting it.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    await page.clock.install()
    await page.goto(f"{visitor.address}/tasks/{task[:-1]}")
    await expect(dialog.get_by_role("alert")).to_contain_text("没有这个任务，或它已被删除。")
    await expect(dialog.get_by_role("button", name="重试")).to_have_count(0)
    await page.clock.run_for(3_000)
    await dialog.get_by_role("button", name="返回列表").click()
    await expect(page.get_by_role("article")).to_have_count(1)
    assert len([document for document in asked if "query TaskPlace" in document]) == 1


async def test_swipes_and_pinches_on_a_phone(user: Client, visitor: Visitor) -> None:
    older = await completed(user, "The older one")
    newer = await completed(user, "The newer one")
    page = await visitor.open(f"/tasks/{newer}", **PHONE)
    finger = Fingers(await page.context.new_cdp_session(page))
    details = page.get_by_role("region", name="Task details")
    position = page.get_by_role("dialog").get_by_role("status").first
    await expect(position).to_have_text("1 / 2")
    await finger.swipe((330, 300), (60, 310))
    await expect(page).to_have_url(re.compile(older))
    await expect(details).to_contain_text("The older one")
    # There is no next task.
    await finger.swipe((330, 300), (60, 310))
    await expect(position).to_have_text("2 / 2")

    size = f"{SHOWN}.getBoundingClientRect().width"
    width = await page.evaluate(size)
    await finger.pinch((195, 300), 40, 120)
    await page.wait_for_function(f"width => {size} > 1.5 * width", arg=width)
    # A swipe moves a zoomed picture instead of showing another.
    await finger.swipe((60, 300), (330, 310))
    await expect(position).to_have_text("2 / 2")
    await finger.pinch((195, 300), 120, 30)
    await page.wait_for_function(f"width => {size} < 1.05 * width", arg=width)
    await finger.swipe((60, 300), (330, 310))
    await expect(page).to_have_url(re.compile(newer))

    grip = details.get_by_role("button", name="Details")
    assert (await details.bounding_box())["height"] < 100
    await grip.tap()
    await expect(details.get_by_text("Image generation")).to_be_visible()
    await details.get_by_role("link", name="Use again").tap()
    await expect(page.get_by_role("textbox", name="Prompt")).to_have_value("The newer one")
    await page.go_back()
    await finger.swipe((200, 200), (210, 500))
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def of_four_images(user: Client) -> str:
    """Record a task that resulted in four images of 1 to 4 times 100 pixels' width."""
    task = await user.task("createTask", prompt="Four foxes", imageCount=4)
    first, *more = [{"dataUrl": data_url(picture((100 * n, 100), seed=n))} for n in range(1, 5)]
    await user.task("completeTask", id=task["id"], image=first, moreImages=more, tokensUsed=1, creditsDeducted=1)
    return str(task["id"])


async def test_a_swipe_goes_through_the_images_of_a_task_first(user: Client, visitor: Visitor) -> None:
    older = await completed(user, "The older one")
    task = await of_four_images(user)
    page = await visitor.open(f"/tasks/{task}", **PHONE)
    finger = Fingers(await page.context.new_cdp_session(page))
    shown = page.locator("[role=dialog] [data-slide]:not([inert])").get_by_alt_text("Result")
    for number in range(1, 5):
        await expect(page.get_by_text(f"{number} / 4")).to_be_visible()
        await page.wait_for_function(WIDTH_OF_SHOWN, arg=100 * number)
        await finger.swipe((330, 300), (60, 310))
    await expect(page).to_have_url(re.compile(older))
    await expect(page.get_by_text(re.compile("/ 4$"))).to_have_count(0)
    await finger.swipe((60, 300), (330, 310))
    await expect(page.get_by_text("1 / 4")).to_be_visible()
    await expect(shown).to_be_visible()


async def test_an_error_without_spaces_stays_in_its_picture(user: Client, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="A fox")
    await user.task("failTask", id=task["id"], errorMessage="E" * 2000)
    page = await visitor.open(f"/tasks/{task['id']}", **PHONE)
    error = page.get_by_role("dialog").get_by_text("EEE").first
    await expect(error).to_be_visible()
    box = await error.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= 390
