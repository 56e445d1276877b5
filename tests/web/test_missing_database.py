"""While one of two databases is down, the administration page shows the other's data and names the missing one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import expect

from tests.databases.pair import Pair, running_pair
from tests.databases.servers import DatabaseServers, running_databases
from tests.models.connections import connected
from tests.services import BUCKET, ObjectStorageService
from tests.shared import shared
from tests.web.axe import no_violations
from tests.web.visitor import PHONE, Visitor, completed

PURGE = """mutation ($before: DateTime!) {
  purgeTasks(input: { createdBefore: $before, dryRun: true }) { purgedTasks }
}"""


@pytest.fixture(scope="module")
def servers() -> DatabaseServers:
    return shared(running_databases)


@pytest.fixture
async def pair(servers: DatabaseServers, object_storage: ObjectStorageService) -> AsyncIterator[Pair]:
    """A user in each of two databases, with a completed and a failed task, and their totals."""
    async with running_pair(servers, object_storage, BUCKET) as pair:
        for url in pair.settings.owner_urls:
            async with connected(url) as owner:
                await owner.execute("DELETE FROM auth.users")
        for user in (pair.here, pair.there):
            await completed(user, "A lighthouse in a storm")
            failed = await user.task("createTask", prompt="Something else")
            await user.task("failTask", id=failed["id"], errorMessage=f"{user.id} saw it fail")
        for url in pair.settings.owner_urls:
            async with connected(url) as owner:
                await owner.execute("SELECT task_record.count_changes()")
        yield pair


@pytest.fixture
async def opened(pair: Pair, new_context: Any) -> AsyncIterator[Any]:
    """Opens the page as an administrator whose own tasks are in the first of the databases."""
    administrator = pair.application.new_client(pair.here.id, role="admin")
    visitor = Visitor(new_context, pair.application, administrator)
    yield visitor.open
    assert visitor.complaints == []


def notice(pair: Pair, page: Any) -> Any:
    name = f"127.0.0.1:{pair.servers[1].port}/task_record"
    return page.get_by_role("alert").filter(has_text=name)


async def test_other_databases_are_shown_and_the_missing_one_is_named(pair: Pair, opened: Any) -> None:
    here, there = str(pair.here.id), str(pair.there.id)
    page = await opened("/admin")
    total = page.get_by_role("region", name="All users").get_by_role("definition").first
    await expect(total).to_have_text("4")
    await expect(notice(pair, page)).to_have_count(0)
    await asyncio.to_thread(pair.servers[1].stop)
    await expect(notice(pair, page)).to_contain_text("cannot be reached")  # by what is read every few seconds
    await expect(total).to_have_text("2")
    await page.reload()
    await expect(total).to_have_text("2")
    await expect(page.get_by_role("region", name="Storage")).to_contain_text("Images1")
    await expect(page.get_by_role("region", name="All users").get_by_role("row", include_hidden=True)).to_have_count(13)
    for section, shown, hidden in (
        ("Users", here, there),
        ("Failures", f"{here} saw it fail", f"{there} saw it fail"),
        ("Audit trail", here, there),
    ):
        await page.get_by_role("navigation").get_by_role("link", name=section).click()
        await expect(page.get_by_role("table", name=section)).to_contain_text(shown)
        await expect(page.get_by_role("table", name=section)).not_to_contain_text(hidden)
        await expect(notice(pair, page)).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(1)
    await no_violations(page)
    await page.get_by_role("link", name="Overview").click()
    await page.get_by_role("button", name="Check now").click()
    await expect(page.get_by_role("region", name="Integrity").get_by_role("alert")).to_contain_text("right now")
    await page.get_by_role("link", name="Removal").click()
    await page.get_by_label("Created before").fill("2020-01-01")
    await page.get_by_role("button", name="Show what would be removed").first.click()
    await expect(page.get_by_role("main").get_by_role("alert").last).to_contain_text("cannot reach its data right now")
    administrator = pair.application.new_client(pair.here.id, role="admin")
    purged = await administrator.post(PURGE, before=datetime.now(UTC).isoformat())
    assert purged["data"] == {"purgeTasks": {"purgedTasks": 2}}
    [error] = purged["errors"]
    assert error["extensions"]["databases"] == [f"127.0.0.1:{pair.servers[1].port}/task_record"]
    # A user of the database that works is shown as usual. The page does not say that a user of the missing one has
    # nothing.
    one_user = await opened(f"/admin/users/{pair.here.id}", **PHONE)
    await expect(notice(pair, one_user)).to_be_visible()
    await expect(one_user.get_by_role("region", name="User")).to_contain_text("Tasks2")
    await expect(one_user.get_by_role("article")).to_have_count(2)
    await one_user.get_by_role("article").last.tap()
    await expect(one_user.get_by_role("dialog")).to_contain_text("2 / 2")
    await expect(one_user.get_by_role("dialog")).to_contain_text("A lighthouse")
    await one_user.get_by_role("button", name="Close").tap()

    await one_user.goto(f"{one_user.url.partition('/admin')[0]}/admin/users/{pair.there.id}")
    await expect(one_user.get_by_role("alert").last).to_contain_text("The server cannot reach its data right now")
    await expect(notice(pair, one_user)).to_be_visible()
    await expect(one_user.get_by_text("No tasks yet")).to_have_count(0)
    await expect(one_user.get_by_text("This user has no tasks")).to_have_count(0)

    await page.get_by_role("link", name="Users").click()
    await asyncio.to_thread(pair.servers[1].start)
    await asyncio.to_thread(pair.servers[1].wait_until_ready)
    await expect(notice(pair, page)).to_have_count(0)
    await expect(page.get_by_role("table", name="Users")).to_contain_text(there)
    await expect(one_user.get_by_role("article")).to_have_count(2)
    await expect(notice(pair, one_user)).to_have_count(0)
    await expect(one_user.get_by_role("region", name="User")).to_contain_text("Tasks2")
