"""The viewer shows the recorded values of a task, copies them, and cancels a task that has not ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import expect

from tests.api import Client
from tests.application import ServedApplication
from tests.pictures import data_url, picture
from tests.web.axe import SMALL, no_violations
from tests.web.visitor import PHONE, Visitor

COPIED = "navigator.clipboard.readText()"
SEED = "18446744073709551615"
"""The largest seed of 64 bits, which JavaScript's numbers cannot hold."""
PARAMETERS = {"seed": int(SEED), "size": "1024x1024", "steps": 28, "loras": [{"name": "ink", "weight": 0.8}]}


async def recorded(user: Client) -> str:
    """Record and complete a task with all optional values."""
    task = await user.task(
        "createTask",
        prompt="A fox",
        externalId="prediction-7",
        parameters=PARAMETERS,
        metadata={"campaign": "spring"},
    )
    usage = {"tokensUsed": 1290, "inputTokens": 1000, "outputTokens": 290, "cost": "0.0425"}
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())}, **usage)
    return str(task["id"])


def row(details: Any, name: str) -> Any:
    return details.locator("dl > div").filter(has=details.page.get_by_text(name, exact=True))


async def test_recorded_values_are_shown_and_copied(user: Client, visitor: Visitor) -> None:
    task = await recorded(user)
    page = await visitor.open(f"/tasks/{task}", permissions=["clipboard-read", "clipboard-write"])
    details = page.get_by_role("region", name="Task details")
    await expect(row(details, "Cost")).to_contain_text("$0.0425")
    await expect(row(details, "Tokens")).to_contain_text("1,290 (1,000 in, 290 out)")
    await expect(row(details, "External ID")).to_contain_text("prediction-7")
    parameters = details.get_by_role("region", name="Parameters")
    await expect(row(parameters, "seed")).to_contain_text(SEED)
    await expect(row(parameters, "loras")).to_contain_text('"weight":0.8')
    await expect(details.get_by_role("region", name="Metadata")).to_contain_text("spring")
    for name, text in {"seed": SEED, "size": "1024x1024", "External ID": "prediction-7", "Task ID": task}.items():
        await details.get_by_role("button", name=f"Copy: {name}").click()
        await expect(page.get_by_text("Copied").last).to_be_visible()
        assert await page.evaluate(COPIED) == text
    await parameters.get_by_role("button", name="Copy all").click()
    await page.wait_for_function(f"() => {COPIED}.then((text) => text.includes('\"seed\": {SEED},'))")
    await no_violations(page)


async def test_a_task_is_canceled_by_touch_in_chinese(user: Client, visitor: Visitor) -> None:
    deadline = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    task = (await user.task("createTask", prompt="A fox", deadline=deadline))["id"]
    page = await visitor.open(f"/tasks/{task}", locale="zh-CN", **PHONE)
    details = page.get_by_role("region", name="任务详情")
    await details.get_by_role("button", name="详情").tap()
    await expect(row(details, "截止时间")).to_contain_text("5 分钟后自动失败")
    await no_violations(page)
    assert await page.evaluate(SMALL) == []
    await page.get_by_role("button", name="取消这个任务").tap()
    await expect(page.get_by_text("任务已取消")).to_be_visible()
    await expect(details.get_by_text("已取消").first).to_be_visible()
    await expect(page.get_by_role("button", name="取消这个任务")).to_have_count(0)
    await expect(row(details, "截止时间")).to_have_count(0)
    assert (await user.data("{ statistics { canceledTasks } }"))["statistics"] == {"canceledTasks": 1}
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="筛选").tap()
    await page.get_by_label("已取消").check()
    await page.get_by_role("button", name="查看任务").tap()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("article")).to_contain_text("已取消")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_the_page_says_why_a_task_cannot_be_canceled_or_has_failed(
    user: Client, site: ServedApplication, visitor: Visitor
) -> None:
    service = site.new_client(role="service")
    task = (await service.task("createTask", prompt="A fox", userId=str(user.id)))["id"]
    page = await visitor.open(f"/tasks/{task}")
    details = page.get_by_role("region", name="Task details")
    await expect(details).to_contain_text("The product’s back end works on this task; only it can end it.")
    await expect(page.get_by_role("button", name="Cancel this task")).to_have_count(0)
    failed = (await user.task("createTask", prompt="A fox"))["id"]
    await user.task("failTask", id=failed, errorMessage="E005", failureCode="content_policy")
    await page.goto(f"{visitor.address}/tasks/{failed}")
    await expect(details).to_contain_text("Refused by the content policy")
    await expect(details).to_contain_text("Error: E005")
