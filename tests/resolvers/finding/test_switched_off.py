"""With INDEX_PROMPTS off, nothing is indexed, and operations that need the index are refused."""

from typing import Any

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.resolvers.finding.indexing import note
from tests.resolvers.waiting import until

INDEXED = """SELECT (SELECT count(*) FROM task_record.prompts) + (SELECT count(*) FROM task_record.prompt_tasks)
  + (SELECT count(*) FROM task_record.label_tasks)"""
PROMPTS = "{ prompts { nodes { taskCount } } }"


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_switched_off_index_is_refused_and_removed(settings: Settings, database: Connection) -> None:
    async with in_process(settings, index_prompts=False) as application:
        user, administrator = application.new_client(), application.new_client(role="admin")
        task = await user.task("createTask", prompt="a fox")
        await note(settings)  # as by another server, before it was switched off

        async def refused(client: Client, query: str, **given: Any) -> None:
            error = await client.error(query, **given)
            assert error["extensions"]["code"] == "SWITCHED_OFF"
            assert "INDEX_PROMPTS" in error["message"]

        labelled = 'where: {labels: ["fox"]}'
        for query in (
            PROMPTS,
            "{ labels { taskCount } }",
            f"{{ tasks({labelled}) {{ nodes {{ id }} }} }}",
            f'{{ taskPlace(id: "{task["id"]}", {labelled}) {{ before {{ value }} }} }}',
            '{ similarTasks(to: {prompt: "a fox"}) { score } }',
            f"mutation {{ exportTasks(input: {{format: CSV, {labelled}}}) {{ export {{ url }} }} }}",
        ):
            await refused(user, query)
        await refused(administrator, f"{{ admin {{ tasks({labelled}) {{ nodes {{ id }} }} }} }}")
        await refused(administrator, f'{{ user(id: "{user.id}") {{ tasks({labelled}) {{ nodes {{ id }} }} }} }}')
        similar = f'similarTasks(to: {{taskId: "{task["id"]}"}}) {{ score }}'
        others = f"{{ tasks {{ nodes {{ labels {{ name }} }} }} {similar} }}"
        assert await user.data(others) == {"tasks": {"nodes": [{"labels": [{"name": "fox"}]}]}, "similarTasks": []}
        await until(lambda: database.fetchval(f"SELECT ({INDEXED}) = 0"), 60)
    async with in_process(settings) as application:
        user = Client(application.http, user.id)
        await user.task("createTask", prompt="an owl")
        await note(settings)
        await database.execute("SELECT task_record.forget_prompts(1)")  # by a server that is stopped then
        await note(settings)
        assert (await user.data(PROMPTS))["prompts"]["nodes"] == [{"taskCount": 1}] * 2
        assert (await user.data("{ labels { taskCount } }"))["labels"] == [{"taskCount": 1}] * 2
