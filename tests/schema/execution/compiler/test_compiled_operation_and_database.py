"""Compiled operations answer random documents as graphql-core does, on the real schema and a database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from random import Random

import asyncpg
import pytest

from resolvers.access import Caller, Role
from resolvers.context import Context
from schema.execution.compiler.not_compiled import FallbackReason
from schema.schema import schema
from server.settings.plans import BUILT_IN
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from tests.api import Client
from tests.fuzz.fuzz import EXAMPLES
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import new_board, put
from tests.schema.execution.compiler.random_documents import RandomDocuments
from tests.schema.execution.execute import by_graphql_core, execute, written

DOCUMENTS = max(EXAMPLES // 4, 30)
"""Fewer than `test_compiled_operation.py` tries, which asks no database."""
DELIVERED = """
INSERT INTO task_record.webhook_deliveries
  (webhook_id, user_id, subject_id, type, data, state, next_attempt_at, attempts)
SELECT id, user_id, user_id, 'task.deleted', '{}', 'delivered', NULL,
  '[{"started_at": "2026-11-28T10:00:00+00:00", "duration_ms": 12, "status": 204, "error": null}]'
FROM task_record.webhooks, generate_series(1, 2) WHERE user_id = $1"""


@pytest.fixture
async def context(settings: Settings, user: Client) -> AsyncIterator[Context]:
    caller = Caller(user.id, Role.USER, BUILT_IN["pro"], datetime.now(UTC) + timedelta(hours=1))
    async with open_database(settings) as database, open_storage(settings) as storage:
        yield Context(caller, database, storage)


@pytest.fixture
async def tasks(user: Client, database: asyncpg.Connection) -> list[str]:
    """The ids of a completed, a failed and a pending task. The user also has a webhook with two deliveries."""
    ids: list[str] = [(await user.task("createTask", prompt=f"图 {number}"))["id"] for number in range(3)]
    await user.task("uploadOriginalImage", id=ids[0], image={"dataUrl": data_url(picture(seed=1))})
    await user.task("completeTask", id=ids[0], image={"dataUrl": data_url(picture())}, tokensUsed=7)
    await user.task("failTask", id=ids[1], errorMessage="No paint left.", generationTimeMs=12)
    await user.mutate("createWebhook", "webhook { id }", url="https://localhost/", events=["TASK_DELETED"])
    await database.execute(DELIVERED, user.id)
    return ids


def arguments(ids: list[str], board: str) -> dict[str, list[str]]:
    listed = ", ".join(f'"{task_id}"' for task_id in ids)
    today = datetime.now(UTC).date()
    return {
        "tasks": [
            "first: 2",
            "",
            "first: $times",
            "last: 1, orderBy: {field: COST}",
            "last: 1, orderBy: {field: TOKENS_USED}",
            "where: {status: [COMPLETED, FAILED]}, orderBy: {field: GENERATION_TIME_MS, direction: ASC}",
            'first: 1, after: "nonsense"',
        ],
        "Board.tasks": ["", "first: 1", "last: $times"],
        "board": [f'id: "{board}"', "id: $id", 'id: "nonsense"'],
        "boards": ["", "first: 1", "last: $times"],
        "expiring": ['before: "2030-01-01T00:00:00Z"'],
        "deliveries": ["", "first: 1, state: DELIVERED", "last: $times"],
        "derivedTasks": ["", "first: 1", "last: $times"],
        "taskByExternalId": ['externalId: "nonsense"', 'externalId: ""'],
        "task": ["id: $id", f'id: "{ids[0]}"', 'id: "nonsense"', 'id: "00000000-0000-4000-8000-000000000000"'],
        "taskPlace": [f'id: "{ids[1]}"', "id: $id, where: {status: [PENDING]}", 'id: "nonsense"'],
        "node": [f'id: "{ids[0]}"', f'id: "{board}"', "id: $id"],
        "nodes": [f"ids: [{listed}, $id]", "ids: []"],
        "statistics": ["", "period: DAY", 'period: MONTH, date: "2026-01-31"'],
        "statisticsHistory": [
            'period: WEEK, from: "2026-01-01", to: "2026-02-01"',
            'period: ALL_TIME, from: "2026-01-01", to: "2026-02-01"',
        ],
        "usage": [
            f'from: "{today - timedelta(days=1)}", to: "{today + timedelta(days=2)}", groupBy: [MODEL, HOUR]',
            f'from: "{today}", to: "{today - timedelta(days=1)}", groupBy: DAY',
        ],
        "insights": [
            f'from: "{today}", to: "{today + timedelta(days=2)}"',
            f'from: "{today}", to: "{today - timedelta(days=1)}"',
        ],
        "compareModels": [
            f'models: ["a", "b"], from: "{today}", to: "{today + timedelta(days=2)}"',
            f'models: ["a"], from: "{today}", to: "{today}"',
        ],
        "generationTimeMs": ["", "quantile: 0.95", "quantile: 2"],
        "similarTasks": ['to: {prompt: "A fox"}', f'to: {{taskId: "{ids[0]}"}}, first: 3'],
        "prompts": ["", "first: $times", 'search: ""'],
        "verifyImage": ['image: {dataUrl: "data:image/png;base64,x"}', f'image: {{dataUrl: "{data_url(picture())}"}}'],
        "url": ["", "variant: $variant", "variant: FULL"],
    }


NOT_FOR_USERS = ("admin", "user", "unfinishedTasks", "taskChanges")
"""Root fields that refuse a user."""


@pytest.mark.examples
async def test_answers_are_those_of_graphql_core(context: Context, user: Client, tasks: list[str]) -> None:
    board = await new_board(user)
    await put(user, board, *tasks)
    before = schema.executions.copy()
    for seed in range(DOCUMENTS):
        document = RandomDocuments(schema.core, Random(seed), arguments(tasks, board), without=NOT_FOR_USERS).make()
        values = {"yes": True, "no": False, "times": seed % 4, "variant": "THUMBNAIL", "id": tasks[2]}
        theirs = written(await by_graphql_core(schema, document, values, context))
        for _ in range(2):
            assert written(await execute(schema, document, values, context=context)) == theirs, (seed, document)
    executions = schema.executions - before
    assert executions.keys() - {FallbackReason.RESOLVER} == {
        "compiled",
        FallbackReason.FIRST_TIME,
        FallbackReason.ERROR,
    }
    assert executions["compiled"] > DOCUMENTS // 3
