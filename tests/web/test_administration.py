"""The administration page: what administrators see and do there, and that other users have no access."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from playwright.async_api import expect

from models.administration.overall_statements import COUNT_CHANGES, COUNTED_AT_ONCE
from models.claims import NOBODY
from models.placement.databases import Databases
from resolvers.erasure.empty_storage import EmptyStorage
from server.jobs import complete_erasures, in_parts
from server.settings.settings import Settings
from server.stores.connections import open_storage
from tests.api import Client
from tests.application import ServedApplication
from tests.server.worker_tables import NO_SCHEDULE
from tests.web.axe import no_violations
from tests.web.visitor import PHONE, Visitor, completed, middle

SECTIONS = {"": "概览", "/users": "用户", "/failures": "失败", "/removal": "清除", "/audit": "审计记录"}


async def counted(settings: Settings) -> None:
    """Count changes into the totals, as the worker does every few seconds."""
    async with Databases(settings.database_url.get_secret_value()) as database:
        await in_parts(database, COUNT_CHANGES, COUNTED_AT_ONCE)


@pytest.fixture
async def someone(site: ServedApplication, settings: Settings) -> Client:
    """A user with three tasks, the last of them failed."""
    someone = site.new_client()
    await completed(someone, "A lighthouse in a storm")
    await completed(someone, "A fox in the snow")
    failed = await someone.task("createTask", prompt="Something else", modelVersion=str(someone.id))
    await someone.task("failTask", id=failed["id"], errorMessage="The model timed out")
    await counted(settings)
    return someone


async def test_from_the_menu_to_a_users_picture(user: Client, someone: Client, visitor: Visitor) -> None:
    user.role = "admin"
    page = await visitor.open()
    await page.get_by_role("button", name="User menu").click()
    await page.get_by_role("link", name="Administration").click()
    await expect(page).to_have_title("Overview · Administration · Task record")
    totals = page.get_by_role("region", name="All users")
    await expect(totals.get_by_text("succeeded").first).to_be_visible()
    await totals.get_by_text("Show as a table").click()
    await expect(totals.get_by_role("row")).to_have_count(13)
    await expect(page.get_by_role("region", name="Storage").get_by_role("row").nth(1)).to_be_visible()
    await page.get_by_role("button", name="Check now").press("Enter")
    # The check reads everything that earlier tests have stored.
    await expect(page.get_by_role("region", name="Integrity")).to_contain_text("Wrong totals", timeout=60_000)

    await page.get_by_role("link", name="Users").click()
    await page.get_by_role("button", name="Tokens", exact=True).click()
    await expect(page).to_have_url(f"{visitor.address}/admin/users?order=TOKENS")
    await expect(page.get_by_role("table", name="Users").get_by_role("row").nth(1)).to_be_visible()
    field = page.get_by_label("Find a user by id")
    await field.fill("no id")
    await field.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("not a user’s id")
    await field.fill(f" {str(someone.id).upper()} ")  # as it is pasted
    await expect(page.get_by_role("region", name="User")).to_contain_text(
        f"{someone.id}PlanproCredits2Cost$0.00Tasks3Failed1Tokens300"
    )

    tasks = page.get_by_role("article")
    await expect(tasks).to_have_count(3)
    await expect(page.get_by_text("3 in all")).to_be_visible()
    await expect(page.get_by_role("checkbox")).to_have_count(0)
    await page.get_by_role("searchbox", name="Search in prompts").fill("a")
    await expect(tasks).to_have_count(2)
    await tasks.first.click()
    picture = page.get_by_role("dialog")
    await expect(picture).to_contain_text("A fox in the snow")
    await expect(picture).to_contain_text("1 / 2")
    await page.keyboard.press("ArrowRight")
    await expect(picture).to_contain_text("A lighthouse in a storm")
    await page.keyboard.press("Delete")
    await expect(picture).to_contain_text("2 / 2")
    for change in ("Delete", "Use again", "Edit this picture"):
        await expect(picture.get_by_role("button", name=change)).to_have_count(0)
        await expect(picture.get_by_role("link", name=change)).to_have_count(0)
    await page.reload()
    await expect(picture).to_contain_text("A lighthouse in a storm")
    await page.keyboard.press("Escape")
    await expect(page).to_have_url(f"{visitor.address}/admin/users/{someone.id}/?search=a")
    assert len((await someone.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 3

    await page.get_by_role("link", name="Audit trail").first.click()
    await expect(page.get_by_role("cell", name="Tasks read").first).to_be_visible()
    rows = page.get_by_role("table", name="Audit trail").get_by_role("row")
    await expect(rows.filter(has_text=str(someone.id))).not_to_have_count(0)
    await expect(rows.filter(has_text="lighthouse")).to_have_count(0)
    await page.get_by_role("link", name="Back to the tasks").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Task record")


async def test_each_section_on_a_phone(user: Client, someone: Client, settings: Settings, visitor: Visitor) -> None:
    """Also at 320 pixels, and with billions of credits."""
    for _ in range(3):
        task = await someone.task("createTask", prompt="Something large")
        await someone.task("failTask", id=task["id"], errorMessage="Refused", creditsDeducted=2**31 - 1)
    await counted(settings)
    user.role = "admin"
    page = await visitor.open("/admin", locale="zh-CN", **PHONE)
    for path, name in SECTIONS.items():
        await page.get_by_role("link", name=name).first.tap()
        await expect(page).to_have_title(f"{name} · 管理 · 任务记录")
        assert page.url == f"{visitor.address}/admin{path}"
        await expect(page.get_by_text("加载中")).to_have_count(0)
        await no_violations(page)
        for width in (320, 390):
            await page.set_viewport_size({"width": width, "height": 844})
            assert await page.evaluate("document.documentElement.scrollWidth") == width
        if path == "":
            await expect(page.get_by_role("region", name="全部用户")).to_contain_text(re.compile(r"\d+(,\d{3}){3}"))
        if path == "/audit":
            await page.get_by_label("只看某个用户").fill(str(uuid4()))
            await page.get_by_role("button", name="查找").tap()
            await expect(page.get_by_role("main").get_by_role("status")).to_contain_text("没有记录")
    await page.get_by_role("link", name="失败").tap()
    group = page.get_by_role("row").filter(has_text=str(someone.id))
    await expect(group).to_contain_text("The model timed out")
    await group.get_by_role("link").tap()
    await expect(page.get_by_role("dialog")).to_contain_text("Something else")
    await page.get_by_role("button", name="关闭").tap()
    await expect(page.get_by_role("article")).to_have_count(6)
    await no_violations(page)


async def test_a_purge_is_rehearsed_and_confirmed_by_its_number(
    user: Client, database: asyncpg.Connection, visitor: Visitor, new_client: Callable[..., Client]
) -> None:
    user.role = "admin"
    long_ago = datetime(1999, 12, 31, tzinfo=UTC)
    insert = (
        "INSERT INTO user_task_history (user_id, prompt, created_at, status, completed_at, trashed_at) "
        "SELECT $1, 'old', $2, 'failed', $2, CASE n WHEN 1 THEN now() END FROM generate_series(1, 3) AS n"
    )
    await database.execute(insert, new_client().id, long_ago)
    page = await visitor.open("/admin/removal")
    await page.get_by_label("Created before").fill("2000-01-01")
    await page.get_by_role("button", name="Show what would be removed").first.click()
    status = page.get_by_role("main").get_by_role("status")
    await expect(status).to_contain_text("3 tasks were created before Jan 1, 2000, those in the trash included")
    remove = page.get_by_role("button", name="Remove 3 tasks")
    confirmation = page.get_by_label("Type 3 to confirm")
    for wrong in ("", "4", "33", "three"):
        await confirmation.fill(wrong)
        await expect(remove).to_be_disabled()
        await confirmation.press("Enter")
    await no_violations(page)
    left = "SELECT count(*) FROM user_task_history WHERE created_at = $1 AND deleted_at IS NULL"
    assert await database.fetchval(left, long_ago) == 3
    await confirmation.fill("3")
    await confirmation.press("Enter")
    await expect(status).to_have_text("Removed 3 tasks.")
    assert await database.fetchval(left, long_ago) == 0
    await page.get_by_role("link", name="Audit trail").click()
    await expect(page.get_by_role("row").filter(has_text="Tasks purged").first).to_contain_text(str(user.id))


async def test_a_user_is_erased_and_the_receipt_appears(
    user: Client, someone: Client, settings: Settings, database: asyncpg.Connection, visitor: Visitor
) -> None:
    user.role = "admin"
    page = await visitor.open(f"/admin/users/{someone.id}", **PHONE)
    await page.get_by_role("link", name="Erase…").tap()
    erase = page.get_by_role("region", name="Erase a user")
    await expect(erase.get_by_label("User’s id")).to_have_value(str(someone.id))
    await erase.get_by_role("button", name="Show what would be removed").tap()
    await expect(erase).to_contain_text("This user has 3 tasks and 2 images, those in the trash included. Nothing")
    await erase.get_by_label("Type 3 to confirm").fill("2")
    await expect(erase.get_by_role("button", name="Erase this user")).to_be_disabled()
    assert len((await someone.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 3
    await erase.get_by_label("Type 3 to confirm").fill("3")
    await erase.get_by_role("button", name="Erase this user").tap()
    await expect(erase).to_contain_text("Removed 3 tasks; 2 images are being removed.")
    assert (await someone.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"] == []
    await page.reload()
    await expect(erase.get_by_role("progressbar")).to_be_visible()
    await no_violations(page)

    # Announced uploads can no longer arrive.
    await database.execute("UPDATE task_record.erasures SET sent_until = now() WHERE user_id = $1", someone.id)
    async with Databases(settings.database_url.get_secret_value()) as own, open_storage(settings) as storage:
        for _ in range(2):
            await complete_erasures(EmptyStorage(own, storage, NOBODY, own), NO_SCHEDULE)
    await expect(erase).to_contain_text("all 3 tasks and 2 images are removed, and storage holds nothing")
    await expect(erase.get_by_role("progressbar")).to_have_count(0)


async def test_other_users_have_no_access(visitor: Visitor) -> None:
    page = await visitor.open("/admin/users", locale="zh-CN", **PHONE)
    await expect(page.get_by_role("alert")).to_contain_text("此页面仅供管理员使用")
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await no_violations(page)
    await page.get_by_role("link", name="返回列表").last.tap()
    await page.get_by_role("button", name="用户菜单").tap()
    await expect(page.get_by_role("link", name="GraphiQL")).to_be_visible()
    await expect(page.get_by_role("link", name="管理")).to_have_count(0)


async def test_users_with_most_failures_and_their_reasons(
    site: ServedApplication, settings: Settings, user: Client, visitor: Visitor
) -> None:
    worst, other = site.new_client(), site.new_client()
    message = f"No {worst.id}"
    for of, count in ((worst, 2), (other, 1)):
        for _ in range(count):
            task = await of.task("createTask", prompt="A fox")
            cost = {"cost": "0.25", "failureCode": "provider_error"}
            await of.task("failTask", id=task["id"], errorMessage=message, **cost)
    await counted(settings)
    user.role = "admin"
    page = await visitor.open("/admin/failures")
    group = page.get_by_role("row").filter(has_text=message)
    await expect(group).to_contain_text("The provider reported an error")
    await group.get_by_role("button", name="2 users").click()
    users = page.get_by_role("list", name="Users with most of these failures").get_by_role("listitem")
    await expect(users).to_have_text([f"{worst.id}2 tasks", f"{other.id}1 task"])
    await no_violations(page)
    await users.first.get_by_role("link").click()
    await expect(page).to_have_url(f"{visitor.address}/admin/users/{worst.id}?status=FAILED")
    await expect(page.get_by_role("region", name="User", exact=True)).to_contain_text(
        "PlanproCredits0Cost$0.50Tasks2Failed2"
    )
    await expect(page.get_by_role("region", name="Why they failed")).to_contain_text("2 tasks, last")
    await expect(page.get_by_role("button", name="Try all again")).to_have_count(0)

    await page.goto(f"{visitor.address}/admin/users?order=TOKENS")
    failed = page.get_by_role("columnheader", name="Failed")
    await expect(page.get_by_role("columnheader", name="Tokens")).to_have_attribute("aria-sort", "descending")
    await failed.get_by_role("button").press("Enter")
    await expect(page).to_have_url(f"{visitor.address}/admin/users?order=FAILED_TASKS")
    await expect(failed).to_have_attribute("aria-sort", "descending")
    row = page.get_by_role("row").filter(has_text=str(worst.id))
    await expect(row).to_contain_text("$0.50")
    await no_violations(page)
    cell = row.get_by_role("cell").nth(3)
    async with page.context.expect_page() as opened:
        await page.mouse.click(*await middle(cell), button="middle")
    await expect(await opened.value).to_have_url(f"{visitor.address}/admin/users/{worst.id}")
    await page.mouse.click(*await middle(cell))
    await expect(page).to_have_url(f"{visitor.address}/admin/users/{worst.id}")
