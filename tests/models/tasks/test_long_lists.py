"""The cost of reading a list of thousands."""

import re
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.claims import NOBODY, DatabaseRole
from models.cursor import Cursor
from models.database import Database
from models.keyset_list import KeysetList
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import OrderDirection, TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from server.development.seed import seed
from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_owner

pytestmark = pytest.mark.own_database

COUNT = "query ($where: TaskFilter) { tasks(first: 1, where: $where) { totalCount { value precision } } }"
INDEX = "user_task_history_user_id_created_at_id_idx"
INDEX_OF_ALL = "user_task_history_created_at_id_idx"
TASKS = 8_000
SEARCHES: list[dict[str, Any]] = [
    {"search": "小狗"},
    {"search": "小狗 水彩", "status": ["completed"]},
    {"search": '"小狗" -caf -error:no'},
    {"metadata": [{"key": "job", "value": "a"}]},
]
LABELLED = """INSERT INTO task_record.label_tasks
SELECT user_id, label, created_at, id FROM user_task_history, unnest(ARRAY['often', 'seldom']) AS label
WHERE user_id = $1 AND (label = 'often' OR tokens_used % 100 = 0)"""


async def plan(
    database: Database, user_id: UUID | None, tasks: KeysetList[TaskRow], start: Cursor | None, *, backwards: bool
) -> str:
    """PostgreSQL's plan of a page, under the role and policies of its user, or of `service_role` for all users."""
    statement = tasks.page(start, 51, backwards=backwards)
    explain = f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF) {statement.text}"
    role: DatabaseRole = "authenticated" if user_id else "service_role"
    async with database.transaction(user_id or NOBODY, role) as transaction:
        return "\n".join(line[0] for line in await transaction.connection.fetch(explain, *statement.arguments))


async def place(settings: Settings, user_id: UUID, offset: int) -> Cursor:
    async with as_owner(settings) as owner:
        row: Any = await owner.fetchrow(
            "SELECT created_at, id FROM user_task_history WHERE user_id = $1 ORDER BY created_at DESC OFFSET $2",
            user_id,
            offset,
        )
    return Cursor(row["created_at"], UUID(str(row["id"])))


@pytest.mark.slow
async def test_pages_of_a_long_list_are_read_along_indexes(settings: Settings) -> None:
    """Also those of a search that many prompts match, and of tasks with labels."""
    user_id, other = uuid4(), uuid4()
    for someone in (user_id, other):
        await seed(settings.database_owner_url.get_secret_value(), someone, TASKS)
    async with as_owner(settings) as owner:
        await owner.execute("""UPDATE user_task_history SET metadata = '{"job": "a"}' WHERE tokens_used % 4 = 0""")
        await owner.execute(LABELLED, user_id)
        await owner.execute("ANALYZE user_task_history, task_record.label_tasks")
    deep = await place(settings, user_id, TASKS * 3 // 4)
    async with Database(settings.database_url.get_secret_value()) as database:
        for direction, whose, start, backwards in product(OrderDirection, (user_id, None), (None, deep), (False, True)):
            tasks = task_list(whose, TaskConditions(), TaskOrdering(direction=direction))
            steps = await plan(database, whose, tasks, start, backwards=backwards)
            assert (INDEX if whose else INDEX_OF_ALL) in steps, steps
            assert "Sort" not in steps, steps
            assert "Rows Removed" not in steps, steps
        for where in SEARCHES:
            tasks = task_list(user_id, TaskConditions(**where), TaskOrdering())
            steps = await plan(database, user_id, tasks, None, backwards=False)
            assert INDEX in steps, steps
            assert "Sort" not in steps, steps
            assert sum(map(int, re.findall(r"Rows Removed by Filter: (\d+)", steps))) < TASKS // 2, steps
        for labels, direction, start, backwards in product(
            (["often"], ["often", "none", "seldom"]), OrderDirection, (None, deep), (False, True)
        ):
            tasks = task_list(user_id, TaskConditions(labels=labels), TaskOrdering(direction=direction))
            steps = await plan(database, user_id, tasks, start, backwards=backwards)
            read = re.findall(r"on label_tasks(?:_\d)?  .*actual rows=(\d+)", steps)
            assert 0 < sum(map(int, read)) < TASKS // 10, steps  # it may sort those of a label that few tasks have


@pytest.mark.slow
async def test_the_count_stops_at_ten_thousand(settings: Settings, user: Client) -> None:
    await seed(settings.database_owner_url.get_secret_value(), user.id, 10_000)
    assert (await user.data(COUNT))["tasks"]["totalCount"] == {"value": 10_000, "precision": "EXACT"}
    await seed(settings.database_owner_url.get_secret_value(), user.id, 50)
    assert (await user.data(COUNT))["tasks"]["totalCount"] == {"value": 10_000, "precision": "AT_LEAST"}
    filtered = (await user.data(COUNT, where={"search": "小狗"}))["tasks"]["totalCount"]
    assert filtered["precision"] == "EXACT"
    assert 1_000 < filtered["value"] < 2_000
