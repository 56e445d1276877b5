"""The list shows the usage of its tasks, and failures by reason, which can be tried again."""

import re

from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.axe import no_violations
from tests.web.visitor import PHONE, Visitor, completed

SEED = 2**64 - 1
TASKS = """{ tasks(orderBy: {direction: ASC}) { nodes {
  id status prompt modelVersion parameters sources { relation taskId } originalImage { width }
} } }"""


async def failed(user: Client, prompt: str, message: str, code: str | None = None, **input: object) -> str:
    task = await user.task("createTask", prompt=prompt, **input)
    await user.task("failTask", id=task["id"], errorMessage=message, failureCode=code, cost="0.02")
    return str(task["id"])


async def test_the_filter_has_totals_and_its_failures_are_tried_again(user: Client, visitor: Visitor) -> None:
    await completed(user, "A lighthouse")
    edit = {"taskType": "IMAGE_EDIT", "originalImage": {"dataUrl": data_url(picture((320, 200)))}}
    first = await failed(user, "A fox", "E1", "provider_timeout", modelVersion="m-1", parameters={"seed": SEED})
    second = await failed(user, "An owl", "E2", "provider_timeout", **edit)
    await failed(user, "A wolf", "Out of memory")
    page = await visitor.open()
    line = page.locator("#tasks + p")
    await expect(line).to_have_text("4 in all · 1 credit · $0.06 · 3 failed")
    await line.get_by_role("button", name="3 failed").click()
    await expect(page).to_have_url(re.compile("status=FAILED"))
    await expect(line).to_have_text("3 in all · $0.06")
    reasons = page.get_by_role("region", name="Why they failed").get_by_role("listitem")
    await expect(reasons).to_have_count(2)
    await expect(reasons.first).to_contain_text("The provider did not answer in time")
    await expect(reasons.first).to_contain_text("2 tasks, last")
    await expect(reasons.last).to_contain_text("Out of memory1 task, last")
    await no_violations(page)

    await reasons.first.get_by_role("button", name="Show these").click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_role("button", name="Remove filter: The provider did not")).to_be_visible()
    await reasons.first.get_by_role("button", name="Try all again").click()
    dialog = page.get_by_role("dialog", name="Try 2 tasks again?")
    await no_violations(page)
    await dialog.get_by_role("checkbox").uncheck()
    await dialog.get_by_role("button", name="Try all again").click()
    await expect(page.get_by_text("Tried again: 2 tasks")).to_be_visible()
    await expect(dialog).to_have_count(0)
    *_, owl, fox = (await user.data(TASKS))["tasks"]["nodes"]
    assert (fox["prompt"], fox["modelVersion"], fox["parameters"]) == ("A fox", "m-1", {"seed": SEED})
    assert (owl["prompt"], owl["originalImage"]) == ("An owl", {"width": 320})
    assert [one["sources"] for one in (fox, owl)] == [
        [{"relation": "RETRY", "taskId": task}] for task in (first, second)
    ]
    assert [one["status"] for one in (fox, owl)] == ["PENDING", "PENDING"]


async def test_reasons_on_a_phone_in_chinese(user: Client, visitor: Visitor) -> None:
    await failed(user, "A fox", "E1", "content_policy")
    page = await visitor.open("/?status=FAILED", locale="zh-CN", **PHONE)
    reasons = page.get_by_role("region", name="失败原因")
    await expect(reasons).to_contain_text("因内容政策被拒绝")
    await no_violations(page)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await reasons.get_by_role("button", name="重试").tap()
    dialog = page.get_by_role("dialog", name="重试 1 个任务？")
    await dialog.get_by_role("button", name="重试").tap()
    await expect(page.get_by_text("已重试 1 个任务")).to_be_visible(timeout=20_000)
    statuses = [one["status"] for one in (await user.data(TASKS))["tasks"]["nodes"]]
    assert statuses == ["FAILED", "COMPLETED"]
