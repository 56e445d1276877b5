"""The sources of tasks, the tasks derived from them, and the totals of a lineage."""

from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from models.lineage.task_derivation import LINEAGES
from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.pages import both_ways
from tests.statements import insert_tasks, statements_of

IMAGES = [{"dataUrl": data_url(picture(seed=n))} for n in range(3)]
SOURCES = "sources { relation taskId task { prompt } image { sha256 } }"
LINEAGE = """lineage { depth taskCount failedTaskCount tokensUsed creditsDeducted generationTimeMs truncated
  roots { prompt } }"""
READ = f"query ($id: ID!) {{ task(id: $id) {{ {SOURCES} {LINEAGE} derivedTasks {{ nodes {{ prompt }} }} }} }}"
CHAIN = """
WITH tasks AS (
  INSERT INTO user_task_history (user_id, prompt, tokens_used)
  SELECT $1, n::text, 1 FROM generate_series(1, $2::integer) AS n
  RETURNING id, user_id, created_at, prompt::integer AS n
), sources AS (
  INSERT INTO task_record.task_sources (task_id, position, user_id, source_id, relation, depth, created_at)
  SELECT task.id, 1, task.user_id, source.id, 'retry', source.n, task.created_at
  FROM tasks AS task JOIN tasks AS source ON source.n = task.n - 1
)
SELECT id FROM tasks ORDER BY n"""


def made(*tasks: str, relation: str = "VARIATION", **more: Any) -> list[dict[str, Any]]:
    return [{"taskId": task, "relation": relation, **more} for task in tasks]


async def new_task(user: Client, prompt: str, *sources: str, **given: Any) -> str:
    """Create a task with these sources, and return its id."""
    return await user.new_task(prompt, sources=made(*sources), **given)


async def read(user: Client, task_id: str) -> dict[str, Any]:
    return dict((await user.data(READ, id=task_id))["task"])


@pytest.mark.slow
async def test_a_picture_and_all_that_led_to_it(user: Client) -> None:
    """The lineage of an edit whose sources are a retry of a failed task and two variations of the retry."""
    used = {"tokensUsed": 10, "creditsDeducted": 1, "generationTimeMs": 100}
    failed = await new_task(user, "failed")
    await user.task("failTask", id=failed, errorMessage="No paint left", tokensUsed=10)
    retry = await user.new_task("retry", sources=made(failed, relation="RETRY"))
    await user.task("completeTask", id=retry, image=IMAGES[0], moreImages=IMAGES[1:], **used)
    left, right = [await new_task(user, prompt, retry) for prompt in ("left", "right")]
    await user.task("completeTask", id=left, image=IMAGES[1], **used)
    third = {"taskId": retry, "relation": "EDIT", "imageIndex": 2}
    edit = await user.task(
        "createTask",
        prompt="edit",
        taskType="IMAGE_EDIT",
        originalImage={"taskImage": {"taskId": retry, "index": 2}},
        sources=[third, *made(left, right, relation="REFERENCE"), {**third, "imageIndex": 0}],
    )
    found = await read(user, edit["id"])
    images = (await user.data(f'{{ task(id: "{retry}") {{ images {{ sha256 }} }} }}'))["task"]["images"]
    assert found["sources"] == [
        {"relation": "EDIT", "taskId": retry, "task": {"prompt": "retry"}, "image": images[2]},
        {"relation": "REFERENCE", "taskId": left, "task": {"prompt": "left"}, "image": None},
        {"relation": "REFERENCE", "taskId": right, "task": {"prompt": "right"}, "image": None},
        {"relation": "EDIT", "taskId": retry, "task": {"prompt": "retry"}, "image": images[0]},
    ]
    lineage: dict[str, Any] = {"depth": 3, "taskCount": 5, "failedTaskCount": 1, "tokensUsed": 30, "creditsDeducted": 2}
    lineage |= {"generationTimeMs": 200, "truncated": False, "roots": [{"prompt": "failed"}]}
    assert (found["lineage"], found["derivedTasks"]) == (lineage, {"nodes": []})
    came_of_it = (await read(user, retry))["derivedTasks"]["nodes"]
    assert came_of_it == [{"prompt": "left"}, {"prompt": "right"}, {"prompt": "edit"}]

    # Deleted tasks are counted, but nothing of them is shown.
    for task_id in (failed, retry):
        await user.mutate("deleteTask", "deletedTaskId", id=task_id)
    found = await read(user, edit["id"])
    assert found["lineage"] == lineage | {"roots": []}
    assert [source["task"] for source in found["sources"]] == [None, {"prompt": "left"}, {"prompt": "right"}, None]
    assert [source["image"] for source in found["sources"]] == [None] * 4
    assert found["sources"][0]["taskId"] == retry
    await user.mutate("deleteTask", "deletedTaskId", id=edit["id"])
    assert (await read(user, left))["derivedTasks"]["nodes"] == []


async def test_a_task_without_sources(user: Client) -> None:
    task = await user.new_task("alone", sources=[])
    found = await read(user, task)
    assert (found["sources"], found["derivedTasks"]["nodes"]) == ([], [])
    assert (found["lineage"]["depth"], found["lineage"]["taskCount"]) == (0, 1)
    assert found["lineage"]["roots"] == [{"prompt": "alone"}]


async def test_random_lineages_match_a_walk(user: Client) -> None:
    random, sources = Random(5), dict[str, list[str]]()
    for number in range(30):
        earlier = random.sample([*sources], k=min(number, random.randrange(5)))
        sources[await new_task(user, str(number), *earlier)] = earlier
    prompts = {task_id: str(number) for number, task_id in enumerate(sources)}
    depths: dict[str, int] = {}
    for task_id, earlier in sources.items():
        depths[task_id] = 1 + max((depths[one] for one in earlier), default=-1)
    answer = await user.data(f"{{ tasks(first: 30) {{ nodes {{ id {LINEAGE} }} }} }}")
    assert len(answer["tasks"]["nodes"]) == 30
    for node in answer["tasks"]["nodes"]:
        seen, waiting = set[str](), [node["id"]]
        while waiting:
            seen.add(one := waiting.pop())
            waiting += [source for source in sources[one] if source not in seen]
        assert (node["lineage"]["depth"], node["lineage"]["taskCount"]) == (depths[node["id"]], len(seen))
        roots = [{"prompt": prompts[one]} for one in sources if one in seen and not sources[one]]
        assert node["lineage"]["roots"] == roots


async def test_two_hundred_steps_back_and_no_more(user: Client, database: Connection) -> None:
    ids = [row["id"] for row in await database.fetch(CHAIN, user.id, 202)]
    for task_id, steps, truncated in ((ids[200], 200, False), (ids[201], 200, True), (ids[199], 199, False)):
        lineage = (await read(user, str(task_id)))["lineage"]
        assert (lineage["depth"], lineage["taskCount"], lineage["truncated"]) == (steps, steps + 1, truncated)
        assert lineage["tokensUsed"] == steps + 1
        assert lineage["roots"] == ([] if truncated else [{"prompt": "1"}])


async def test_a_step_back_reads_only_the_sources_of_its_tasks(user: Client, database: Connection) -> None:
    """In a table of thousands of sources, as in one of a user who makes each task from sixteen."""
    dense = CHAIN.replace("source.n = task.n - 1", "source.n BETWEEN task.n - 16 AND task.n - 1").replace(
        "task.id, 1,", "task.id, task.n - source.n,"
    )
    transaction = database.transaction()
    await transaction.start()
    ids = [row["id"] for row in await database.fetch(dense, user.id, 500)]
    await database.execute("ANALYZE task_record.task_sources")
    lineages = LINEAGES.bind(ids=ids[-1:])
    plan = "\n".join(row[0] for row in await database.fetch(f"EXPLAIN {lineages.text}", *lineages.arguments))
    await transaction.rollback()
    assert "Recursive Union" in plan
    assert "Seq Scan on task_sources" not in plan, plan


async def test_derived_tasks_are_paged(user: Client) -> None:
    source, other = [await new_task(user, prompt) for prompt in ("source", "other")]
    derived = [await new_task(user, str(number), *[source, other, source][: 1 + number % 3]) for number in range(7)]
    await user.mutate("deleteTask", "deletedTaskId", id=derived.pop(3))
    page = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { task(id: $id) {
      derivedTasks(first: $first, after: $after, last: $last, before: $before) {
        nodes { id } totalCount { value } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""

    async def read(**window: Any) -> dict[str, Any]:
        found = dict((await user.data(page, id=source, **window))["task"]["derivedTasks"])
        assert found["totalCount"] == {"value": 6}
        return found

    assert [node["id"] for node in await both_ways(read)] == derived
    assert await user.error_code(page, id=source, first=2, after="nonsense") == "BAD_USER_INPUT"


async def test_unknown_and_foreign_sources_are_not_found(user: Client, new_client: NewClient) -> None:
    own, deleted, completed = [await new_task(user, "mine") for _ in range(3)]
    await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    await user.task("completeTask", id=completed, image=IMAGES[0], moreImages=IMAGES[1:2])
    stranger, service = new_client(), new_client(role="service")
    theirs, services = [await new_task(client, "secret") for client in (stranger, service)]
    before = await user.data("{ statistics { totalTasks } }")
    itself = str(uuid4())
    refused: list[tuple[dict[str, Any], str]] = [
        ({"sources": made(theirs)}, "0"),
        ({"sources": made(own, str(uuid4()))}, "1"),
        ({"sources": made(own, completed, deleted)}, "2"),
        ({"sources": made(itself), "id": itself}, "0"),
        ({"sources": made(own, imageIndex=0)}, "0"),
        ({"sources": made(completed, imageIndex=2)}, "0"),
    ]
    for given, place in refused:
        error = await user.refused("createTask", prompt="new", **given)
        assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "sources", place])
        assert "secret" not in str(error)
    for wrong in (made("x"), made(completed, imageIndex=-1)):
        error = await user.refused("createTask", prompt="new", sources=wrong)
        assert (error["code"], error["field"][:3]) == ("INVALID", ["input", "sources", "0"])
    refusal = await user.refusal("createTask", prompt="new", sources=made(*[own] * 17))
    assert refusal == ("INVALID", ["input", "sources"])
    assert await user.data("{ statistics { totalTasks } }") == before
    assert (await read(user, own))["derivedTasks"]["nodes"] == []

    # A service that creates a task for a user may name sources of that user alone.
    for task_id in (services, theirs):
        refusal = await service.refusal("createTask", prompt="new", userId=str(user.id), sources=made(task_id))
        assert refusal == ("NOT_FOUND", ["input", "sources", "0"])
    recorded = await service.new_task("for them", userId=str(user.id), sources=made(own))
    assert (await read(user, recorded))["sources"][0]["task"] == {"prompt": "mine"}
    assert (await read(service, recorded))["lineage"]["taskCount"] == 2


async def test_sources_are_part_of_the_input_of_a_call(user: Client) -> None:
    one, other = [await new_task(user, "source") for _ in range(2)]
    given: dict[str, Any] = {"id": str(uuid4()), "prompt": "new", "sources": made(one, other)}
    task = await user.task("createTask", **given)
    assert await user.task("createTask", **given) == task
    for others in (made(other, one), made(one), made(one, other, relation="RETRY"), [], None):
        assert (await user.refused("createTask", **given | {"sources": others}))["code"] == "CONFLICT"
    assert [source["taskId"] for source in (await read(user, task["id"]))["sources"]] == [one, other]


@pytest.mark.slow
async def test_a_page_of_them_is_one_statement_for_each_level(user: Client, database: Connection) -> None:
    ids = [UUID(one) for one in await insert_tasks(database, user.id, 50)]
    await database.executemany(
        """INSERT INTO task_record.task_sources (task_id, position, user_id, source_id, relation, depth, created_at)
           VALUES ($1, 1, $2, $3, 'edit', 1, now())""",
        [(later, user.id, earlier) for earlier, later in pairwise(ids)],
    )
    all_of_it = "sources { task { prompt } image { url } } lineage { taskCount roots { prompt } }"
    for query, expected in (
        ("{ tasks(first: 50) { nodes { id sources { taskId } lineage { taskCount } } } }", 3),
        (f"{{ tasks(first: 20) {{ nodes {{ {all_of_it} }} }} }}", 5),
    ):
        for _ in range(3):  # by graphql-core, then compiled
            assert len(await statements_of(user, query)) <= expected
