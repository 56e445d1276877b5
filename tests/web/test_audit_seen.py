"""Details of the audit are shown in the reader's language, except for words that a person has written."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
from playwright.async_api import expect

from models.claims import NOBODY
from models.database import Database
from models.retention.aged_tasks import FoundTask, Part
from resolvers.retention.clean_up import DETAILS
from resolvers.retention.removal import Removal
from server.operations.image_repair import Repair, record_repair
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication
from tests.web.visitor import Visitor, completed

READ = """query ($user: ID!, $task: ID!) { admin { task(id: $task) { id }
  all: tasks(userId: $user) { nodes { id } } } }"""
FILTERED = "query ($user: ID!, $where: TaskFilter) { admin { tasks(userId: $user, where: $where) { nodes { id } } } }"
BOARDS = """query ($user: ID!) { user(id: $user) { shareLinks(first: 5) { nodes { id } } boards(first: 5) { nodes {
  cover { url } members { userId } statistics { total { taskCount } } invitations { id } shareLinks { id }
  tasks(first: 5) { nodes { id } } } } } }"""
WHERE = {
    "status": ["COMPLETED", "FAILED"],
    "taskType": ["IMAGE_EDIT"],
    "createdAt": {"gte": "2026-01-02T00:00:00Z"},
    "search": "fox",
    "modelVersion": ["gpt-image"],
    "aspectRatio": ["16:9"],
    "metadata": [{"key": "team", "value": "a"}],
    "failureCode": ["deadline"],
    "updatedAt": {"gte": "2026-01-02T00:00:00Z"},
    "labels": ["fox"],
    "completedAt": {"gte": "2026-01-02T00:00:00Z"},
    "ratedAtLeast": 4,
    "isStarred": False,
    "board": ["5b1f6a52-7a0e-4c3b-9d55-1f4e8f1c2c01"],
}
ENTRIES = "SELECT count(*) FROM task_record.audit_entries"
LONG_AGO = "UPDATE user_task_history SET created_at = '1999-01-01' WHERE id = $1"
MACHINE_WORDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|CSV|localhost|pro$")


async def make_every_entry(
    settings: Settings, site: ServedApplication, administrator: Client, database: asyncpg.Connection
) -> int:
    """Take every action that adds an entry to the audit, and return the number of entries."""
    before = await database.fetchval(ENTRIES)
    someone = site.new_client(plan="pro")
    tasks = [await completed(someone, f"Fox {n}") for n in range(5)]
    await administrator.data(READ, user=str(someone.id), task=tasks[0])
    await administrator.data(FILTERED, user=str(someone.id), where=WHERE)
    await administrator.data("{ admin { failures { tasks } } }")
    await share_a_board(site, someone, administrator, tasks[0])
    for where in (None, {"status": ["FAILED"], "search": "fox"}):
        await administrator.mutate("exportTasks", "export { url }", format="CSV", userId=str(someone.id), where=where)
    await someone.mutate("trashTasks", "trashedTaskIds", ids=[tasks[[*Part].index(Part.TRASH)]])
    async with Database(settings.database_url.get_secret_value()) as own:
        for part, task in zip(Part, tasks, strict=False):
            await Removal(own, NOBODY, None).remove_batch(
                part, [FoundTask(UUID(task), someone.id, datetime.now(UTC))], DETAILS[part]
            )
        for repair in Repair:
            async with own.transaction(NOBODY, "service_role") as transaction:
                await record_repair(transaction, someone.id, 1, repair)
    await database.execute(LONG_AGO, UUID(tasks[4]))
    await administrator.mutate("purgeTasks", "purgedTasks", createdBefore="1999-12-31T00:00:00Z", dryRun=False)
    given = {"userId": str(someone.id), "id": str(uuid4()), "amount": 5, "reason": "Sorry"}
    await administrator.mutate("grantCredits", "credits { available }", **given)
    leaving = site.new_client()  # the erasure is the only entry that stays
    await leaving.task("createTask", prompt="A fox")
    await administrator.mutate("eraseUser", "erasure { tasks }", userId=str(leaving.id), dryRun=False)
    return int(await database.fetchval(ENTRIES)) - int(before)


async def share_a_board(site: ServedApplication, someone: Client, administrator: Client, task: str) -> None:
    """Share a board, look at it as an administrator, end a link and the board, and set a plan."""
    board, link = str(uuid4()), str(uuid4())
    await someone.mutate("createBoard", "board { id }", id=board, name="Lights")
    await someone.mutate("addToBoard", "board { id }", boardId=board, taskIds=[task])
    await someone.mutate("inviteToBoard", "secret", boardId=board)
    for link_id, shared in ((link, {"taskId": task}), (str(uuid4()), {"boardId": board})):
        await someone.mutate("createShareLink", "url", id=link_id, **shared)
    await administrator.data(BOARDS, user=str(someone.id))
    await administrator.mutate("revokeShareLink", "shareLink { id }", id=link)
    await administrator.mutate("deleteBoard", "deletedBoardId", id=board)
    await site.new_client(role="service").mutate("setPlan", "user { id }", userId=str(someone.id), plan="pro")


async def test_details_are_in_the_readers_language(
    user: Client, settings: Settings, site: ServedApplication, database: asyncpg.Connection, visitor: Visitor
) -> None:
    user.role = "admin"
    count = await make_every_entry(settings, site, user, database)
    page = await visitor.open("/admin/audit", locale="zh-CN")
    rows = page.get_by_role("table", name="审计记录").get_by_role("row")
    await expect(rows.nth(count)).to_be_visible()
    details = [await rows.nth(place).get_by_role("cell").last.inner_text() for place in range(1, count + 1)]
    assert [detail for detail in details if re.search("[A-Za-z]", MACHINE_WORDS.sub("", detail))] == ["Sorry"]
    # For values that users write, only the field is named.
    shown = "状态：已完成、失败；任务类型：图片编辑；时间范围：2026/01/02 00:00；搜索提示词；模型；比例；附加信息；"
    assert f"{shown}失败原因；更新时间：2026/01/02 00:00；标签；结束时间：2026/01/02 00:00；评分；收藏；画板" in details
    assert "CSV，筛选：状态、搜索提示词" in details
    shown_words = {"画板成员", "画板邀请", "画板统计", "画板封面", "画板的分享链接", "分享链接", "套餐 pro"}
    assert shown_words <= set(details)
    for text in ("生成了链接 ", "停用了链接 ", "删除了画板 ", "画板 "):
        assert any(detail.startswith(text) for detail in details), text

    page = await visitor.open("/admin/audit", timezone_id="UTC")
    rows = page.get_by_role("table", name="Audit trail").get_by_role("row")
    await expect(rows.filter(has_text="Status: Completed, Failed; Type: Image edit")).to_have_count(1)
    await expect(rows.filter(has_text="Receipt ").first).to_contain_text("images")
