"""The page while there is no network or no server."""

from playwright.async_api import expect

from server.development.seed import seed
from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import PHONE, Visitor


async def test_the_offline_notice_is_visible_far_down_the_list(
    settings: Settings, user: Client, visitor: Visitor
) -> None:
    await seed(settings.database_owner_url.get_secret_value(), user.id, 40)
    page = await visitor.open(alone=True)
    await expect(page.get_by_role("article").first).to_be_visible()
    await page.mouse.wheel(0, 1500)
    await page.context.set_offline(True)
    await expect(page.get_by_text("You are offline")).to_be_in_viewport()
    await page.get_by_label("Search in prompts").click(trial=True)
    await page.context.set_offline(False)
    await expect(page.get_by_text("You are offline")).to_have_count(0)


async def test_a_part_that_cannot_be_loaded_leaves_the_page_as_it_is(user: Client, visitor: Visitor) -> None:
    """A message with a retry is shown, instead of the browser's own error page; back online, it retries by itself."""
    await user.task("createTask", prompt="A fox")
    page = await visitor.open(locale="zh-CN", alone=True, **PHONE)
    title = page.get_by_role("heading", level=1)
    await expect(page.get_by_role("article")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    before = await title.bounding_box()
    await page.context.set_offline(True)
    await page.get_by_role("button", name="试一试").tap()
    notice = page.get_by_role("alert").filter(has_text="无法连接服务器")
    await expect(notice).to_be_in_viewport(ratio=1)
    after = await title.bounding_box()
    assert (after["height"], after["width"]) == (before["height"], before["width"])
    await notice.get_by_role("button", name="重试").tap()
    await expect(notice).to_be_visible()
    await page.route("**/assets/NewTaskForm*.js", lambda route: route.abort())
    async with page.expect_event("load"):
        await page.context.set_offline(False)
    await expect(notice).to_be_visible()
    await page.unroute("**/assets/NewTaskForm*.js")
    await notice.get_by_role("button", name="重试").tap()
    await expect(page.get_by_role("dialog", name="新建任务")).to_be_visible()
    visitor.complaints.clear()  # of what could not be loaded
