"""Each operation runs as many statements for a hundred tasks as for one."""

from asyncpg import Connection

from tests.api import IMAGE, ROW, TASK, Client, mutation
from tests.statements import insert_tasks, statements_of

OPERATIONS = {
    "list": f"{{ tasks(first: 90) {{ nodes {{ {TASK} }} edges {{ cursor }} }} }} {IMAGE}",
    "all of a page": f"""{{
      tasks(last: 100, orderBy: {{field: TOKENS_USED}}, where: {{search: "fox"}}) {{
        edges {{ cursor node {{ {ROW} }} }} nodes {{ {ROW} }} totalCount {{ value precision }}
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
      }}
    }} {IMAGE}""",
    "nodes": f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on TaskRecord {{ {TASK} }} }} }} {IMAGE}",
    "statistics": "{ statistics { totalTasks } viewer { storageUsed tasksThisMonth } }",
    "statistics history": """{
      statisticsHistory(period: DAY, from: "2026-01-01", to: "2027-01-01") { totalTasks periodDate }
    }""",
    "usage": """{
      usage(from: "2026-01-01", to: "2027-01-01", groupBy: [DAY, MODEL]) { totalTasks generationTimeMs }
    }""",
}


async def test_reading(user: Client, database: Connection) -> None:
    ran: dict[str, list[list[str]]] = {name: [] for name in OPERATIONS}
    ids: list[str] = []
    for more in (1, 99):
        ids += await insert_tasks(database, user.id, more)
        for name, query in OPERATIONS.items():
            ran[name].append(await statements_of(user, query, ids=ids))
    for name, (of_one, of_a_hundred) in ran.items():
        assert len(of_one) == len(of_a_hundred), name
    counts = {name: len(statements) for name, (_, statements) in ran.items()}
    assert counts == {"list": 1, "all of a page": 2, "nodes": 1, "statistics": 3, "statistics history": 1, "usage": 1}


async def test_deleting(user: Client, database: Connection) -> None:
    ran = []
    for count in (1, 100):
        ids = await insert_tasks(database, user.id, count)
        query = mutation("deleteTasks", "deletedTaskIds")
        ran.append(await statements_of(user, query, input={"ids": ids}))
    assert [len(statements) for statements in ran] == [1, 1]


async def test_only_what_is_asked_for_is_read(user: Client, database: Connection) -> None:
    await insert_tasks(database, user.id, 1)
    query = "{ tasks { nodes { status } edges { cursor node { prompt } } } }"
    await user.data(query)  # the columns are known once the document is compiled, the second time
    [statement] = await statements_of(user, query)
    columns = statement.partition("FROM user_task_history")[0]
    assert all(name in columns for name in ("status", "prompt", "created_at", ".id"))
    assert "aws_" not in columns
    assert "tokens_used" not in columns
