"""
Whatever fails in an operation, nothing is done twice for it, and graphql-core does the same. All queries of the page,
and mutations, are tried with each resolver failing in turn. A run tries a quarter of the page's resolvers, or all if
the environment variable `TASK_RECORD_EXAMPLES` is 1,600 or more.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from graphql import OperationType

from resolvers.access import Caller, Role
from resolvers.context import Context
from schema.execution.document import Document
from schema.schema import schema
from server.settings.plans import BUILT_IN
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from tests.api import Client
from tests.bucket import own_bucket
from tests.fuzz.fuzz import EXAMPLES, SEED
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import invite, new_board, put
from tests.resolvers.webhooks.hooks import create, note
from tests.schema.execution.compiler.deeds import FAILURES, Deeds, Failing, Resolvers
from tests.schema.execution.execute import by_graphql_core, written
from tests.schema.execution.own_operations import of_the_page

NOW = datetime.now(UTC)
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
CHANGING = re.compile(r"\b(checkedAt|updatedAt)\b")
"""Fields that the worker may change between two executions."""
IDS = {"UserUsage": "userId", "ErasureProgress": "userId", "WebhookPanels": "webhook"}
"""The variable whose value is `$id`, by the name of the query, in queries of neither tasks nor boards."""


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    """With a bucket of its own: reports on integrity list all objects, and other tests store thousands."""
    async with own_bucket(settings) as own:
        yield own


@pytest.fixture
async def task(user: Client, database: asyncpg.Connection) -> str:
    """Return the id of one of the user's tasks. The user has something in every list."""
    image = {"dataUrl": data_url(picture())}
    first = str((await user.task("createTask", prompt="a fox", originalImage=image))["id"])
    await user.task("completeTask", id=first, image=image)
    source = {"taskId": first, "relation": "EDIT", "imageIndex": 0}
    second = await user.task("createTask", prompt="a vixen, watercolor", sources=[source])
    await user.task("completeTask", id=second["id"], image=image)
    third = await user.task("createTask", prompt="an owl", sources=[source | {"taskId": second["id"]}])
    await user.task("failTask", id=third["id"], errorMessage="No owl")
    board = await new_board(user)
    await put(user, board, first, second["id"], third["id"])
    await invite(user, board)
    for given in ({"boardId": board}, {"taskId": first}):
        assert (await user.mutate("createShareLink", "url", **given))["errors"] == []
    await note(database, await create(user), "delivered")
    await database.execute("SELECT task_record.count_changes()")
    return str(second["id"])


async def values(user: Client, task: str) -> dict[str, Any]:
    """Return the values of the page's variables."""
    found = await user.data("{ boards { nodes { id } } viewer { webhooks { id } } }")
    return {
        "id": task,
        "board": found["boards"]["nodes"][0]["id"],
        "webhook": found["viewer"]["webhooks"][0]["id"],
        "userId": str(user.id),
        "ids": [task],
        "listed": [task],
        "period": "DAY",
        "earlier": str(TODAY - timedelta(days=9)),
        **dict.fromkeys(("from", "hoursFrom", "day"), str(TODAY)),
        **dict.fromkeys(("to", "next"), str(TOMORROW)),
        "soon": str(NOW + timedelta(days=9)),
        "orderBy": {"field": "COST"},
        "models": ["a", "b"],
        "first": 3,
    }


EVERY = 4 if EXAMPLES < 1_600 else 1
"""A run lets one in so many calls of resolvers fail."""
SPECIAL: dict[str, dict[str, Any]] = {
    "SimilarTasks": {"to": {"prompt": "a fox"}},
    "VerifyImage": {"image": {"dataUrl": data_url(picture())}},
    "UserRanking": {"orderBy": "TASKS"},
}

MUTATIONS = """mutation ($one: ID!, $other: ID!) {
  one: createTask(input: {id: $one, prompt: "A fox"}) {
    errors { code }
    task { sources { taskId } boards { name } derivedTasks(first: 1) { nodes { prompt } totalCount { value } } } }
  other: createTask(input: {id: $other, prompt: "A hen"}) { task { lineage { taskCount roots { prompt } } } } }"""


@dataclass(frozen=True)
class Trial:
    """An operation, to be executed by graphql-core or in its compiled form."""

    resolvers: Resolvers
    context: Context
    text: str
    values: Callable[[], dict[str, Any]]
    document: Document

    async def theirs(self, failing: Failing = None) -> tuple[Any, Deeds]:
        with self.resolvers.recorded(failing) as deeds:
            result = await by_graphql_core(schema, self.text, self.values(), self.context)
        return written(result), deeds

    async def ours(self, failing: Failing = None) -> tuple[Any, Deeds]:
        [operation] = self.document.operations.values()
        with self.resolvers.recorded(failing) as deeds:
            result = await schema.execute_operation(self.document, operation, self.values(), self.context)
        return written(result), deeds


async def check(trial: Trial, every: int = 1) -> None:
    """Let one in `every` untried calls fail, as the seed chooses."""
    for _ in range(2):  # the second time, asyncpg knows all types, and the operation is compiled
        usual = await trial.theirs()
        await trial.ours()
    trial.resolvers.seen.clear()
    assert await trial.ours() == usual
    for one, times in trial.resolvers.seen.items():
        if one in trial.resolvers.tried:
            continue
        trial.resolvers.tried.add(one)
        turn = len(trial.resolvers.tried) + SEED
        if turn % every:
            continue
        failure = FAILURES[turn // every % len(FAILURES)]
        (expected, theirs), (answer, ours) = await trial.theirs((one, failure)), await trial.ours((one, failure))
        case = (f"TASK_RECORD_SEED={SEED}", one, failure.__name__, trial.text)
        is_non_null = one[0] in trial.resolvers.non_null
        # If several non-null fields fail at once, the answer names one.
        assert answer == expected or (is_non_null and times > 1 and answer["data"] == expected["data"]), case
        assert (ours - usual[1], theirs - ours) == (Counter(), Counter()), case
        # graphql-core cancels the others when a non-null field fails.
        assert is_non_null or ours == theirs, case


@pytest.mark.slow
@pytest.mark.own_database  # administrators' queries read everything
async def test_each_query_of_the_page(
    settings: Settings, user: Client, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, resolvers = await values(user, task), Resolvers(monkeypatch)
    before = schema.executions.copy()
    async with open_database(settings) as database, open_storage(settings) as storage:
        for own in of_the_page():
            text = CHANGING.sub("", own.text)
            document = Document(schema.core, text)
            [operation] = document.operations.values()
            if operation.type is not OperationType.QUERY:
                continue
            name = str(operation.name)
            role = Role.ADMIN if "/administration/" in own.place or "admin {" in own.text else Role.USER
            caller = Caller(user.id, role, BUILT_IN["pro"], NOW + timedelta(hours=1))
            context = Context(caller, database, storage, plans=BUILT_IN)
            board = {"id": given["board"]} if name.startswith("Board") and "OfTask" not in name else {}
            id_of_it = {"id": given[IDS[name]]} if name in IDS else board
            its_values = given | id_of_it | SPECIAL.get(name, {})
            await check(Trial(resolvers, context, text, its_values.copy, document), EVERY)
    executions = schema.executions - before
    assert executions["compiled"] > 100
    assert executions["error"] > 50 // EVERY
    assert executions["defect"] == 0


@pytest.mark.slow
async def test_mutations(settings: Settings, user: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = Caller(user.id, Role.USER, BUILT_IN["pro"], NOW + timedelta(hours=1))
    async with open_database(settings) as database, open_storage(settings) as storage:
        context, document = Context(caller, database, storage, plans=BUILT_IN), Document(schema.core, MUTATIONS)
        resolvers = Resolvers(monkeypatch)
        await check(
            Trial(resolvers, context, MUTATIONS, lambda: {"one": str(uuid4()), "other": str(uuid4())}, document)
        )
    assert {name for name, _ in resolvers.tried} >= {
        "Mutation.createTask",
        "TaskConnection.totalCount",
        "Lineage.roots",
    }
