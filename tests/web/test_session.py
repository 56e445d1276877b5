"""Tokens that expire while the page is open, also in a product that frames it."""

from typing import Any

from playwright.async_api import expect

from server.development.signed_token import sign_token
from tests.api import Client
from tests.web.axe import no_violations
from tests.web.visitor import Visitor

CLICK_EXPIRED = """(button, expired) => {
    sessionStorage.setItem("task-record.token", expired);
    button.click();
}"""


async def sign_in_again(page: Any, *tokens: str) -> None:
    """Paste the tokens one after the other where the page says that the session has expired; the last is accepted."""
    notice = page.get_by_role("dialog", name="任务记录")
    for token in tokens:
        await expect(notice).to_have_accessible_description("登录已过期。请使用新的令牌重新登录，然后从原处继续。")
        await expect(page.get_by_label("访问令牌")).to_be_focused()
        await page.keyboard.press("Escape")
        await page.keyboard.insert_text(token)
        await page.keyboard.press("Enter")
        await page.wait_for_function("token => document.querySelector('[name=token]')?.value !== token", arg=token)


async def test_an_expired_session_continues_where_it_was(user: Client, visitor: Visitor) -> None:
    await visitor.record(40)
    page = await visitor.open("/?view=list&status=PENDING", locale="zh-CN", alone=True)
    expired = sign_token(user.secret, user.id, seconds=-60)

    # An operation that was refused meanwhile is repeated after signing in.
    boxes = page.get_by_role("article").get_by_role("checkbox")
    await boxes.first.check()
    await page.keyboard.press("Control+a")
    await page.get_by_role("toolbar").get_by_role("button", name="删除").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="删除").evaluate(CLICK_EXPIRED, expired)
    await expect(page.get_by_role("article")).to_have_count(0)
    await sign_in_again(page, expired, user.token)
    await expect(page.get_by_text("已永久删除 40 个任务")).to_be_visible()

    await page.get_by_role("button", name="试一试").click()
    form = page.get_by_role("dialog", name="新建任务")
    await form.get_by_role("textbox", name="提示词").fill("一座灯塔")
    await form.get_by_role("button", name="创建").evaluate(CLICK_EXPIRED, expired)
    await sign_in_again(page, user.token)
    await expect(page.get_by_text("任务已创建")).to_be_visible()
    [task] = (await user.data("{ tasks { nodes { id prompt status } } }"))["tasks"]["nodes"]
    assert (task["prompt"], task["status"]) == ("一座灯塔", "COMPLETED")

    await page.get_by_role("button", name="用户菜单").click()
    await page.get_by_role("button", name="导出任务…").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="导出", exact=True).evaluate(CLICK_EXPIRED, expired)
        await sign_in_again(page, user.token)
    assert (await downloading.value).suggested_filename.endswith(".csv")

    # The subscription continues with the new token.
    waiting = await user.task("createTask", prompt="一只狐狸")
    await page.goto(f"{visitor.address}/tasks/{waiting['id']}?view=list&status=PENDING")
    picture = page.get_by_role("dialog", name="任务详情")
    await expect(picture).to_contain_text("等待中")
    await page.evaluate("performance.mark('here')")
    await page.evaluate("token => sessionStorage.setItem('task-record.token', token)", expired)
    await page.context.set_offline(True)
    await expect(page.get_by_text("网络已断开")).to_be_attached()
    await page.context.set_offline(False)
    await sign_in_again(page, user.token)
    await expect(picture).to_contain_text("一只狐狸")
    await user.task("startTask", id=waiting["id"])
    await expect(picture).to_contain_text("生成中")
    assert page.url.endswith(f"/tasks/{waiting['id']}?view=list&status=PENDING")
    assert await page.evaluate("performance.getEntriesByName('here').length") == 1


async def test_another_user_does_not_continue_a_waiting_recording(user: Client, visitor: Visitor) -> None:
    page = await visitor.open(locale="zh-CN")
    other = Client(user.http)
    await other.task("createTask", prompt="Of someone else")
    await page.get_by_role("button", name="试一试").click()
    await page.get_by_role("textbox", name="提示词").fill("Secret")
    expired = sign_token(user.secret, user.id, seconds=-60)
    await page.get_by_role("button", name="创建").evaluate(CLICK_EXPIRED, expired)
    await expect(page.get_by_role("dialog", name="任务记录")).to_be_visible()
    await no_violations(page)
    await sign_in_again(page, other.token)
    await expect(page.get_by_role("textbox", name="提示词")).to_have_value("")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("article")).to_contain_text(["Of someone else"])
    for one, prompts in ((user, []), (other, ["Of someone else"])):
        nodes = (await one.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"]
        assert [task["prompt"] for task in nodes] == prompts


async def open_product(user: Client, visitor: Visitor, script: str, seconds: int) -> Any:
    """Open a product that frames the page; its script has the tokens `old`, valid for `seconds`, and `new`."""
    page = await visitor.open(signed_in=False)
    frame = '<iframe src="/" width="1000" height="800"></iframe>'
    await page.route("**/product", lambda route: route.fulfill(content_type="text/html", body=frame))
    old, new = (sign_token(user.secret, user.id, plan="pro", seconds=length) for length in (seconds, 3600))
    await page.add_init_script(f"""
        let asked = 0;
        const [old, renewed] = ["{old}", "{new}"];
        if (window === parent) window.taskRecordToken = async () => {script};
    """)
    return page


async def test_changes_still_arrive_after_the_token_expired(user: Client, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="Framed")
    page = await open_product(user, visitor, "window.hasExpired ? renewed : old", seconds=3)
    row = page.frame_locator("iframe").get_by_role("article")
    async with page.expect_websocket() as connecting:
        await page.goto(f"{visitor.address}/product")
    async with (await connecting.value).expect_event("close"):
        await expect(row).to_contain_text("Waiting")
    await page.evaluate("window.hasExpired = true")
    await user.task("startTask", id=task["id"])
    await expect(row).to_contain_text("Generating")
    await user.task("failTask", id=task["id"], errorMessage="Heard of live")
    await expect(row).to_contain_text("Heard of live")
