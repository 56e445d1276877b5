"""`taskPlace`: the position of a task in a list, and the cursor to page on from it."""

from typing import Any

from tests.api import Client
from tests.pictures import data_url, picture

PLACE = """query ($id: ID!, $where: TaskFilter, $orderBy: TaskOrder) {
  taskPlace(id: $id, where: $where, orderBy: $orderBy) {
    cursor before { value precision } after { value precision }
  }
}"""
BESIDE = """query ($cursor: String, $where: TaskFilter, $orderBy: TaskOrder) {
  newer: tasks(last: 100, before: $cursor, where: $where, orderBy: $orderBy) { nodes { prompt } }
  older: tasks(first: 100, after: $cursor, where: $where, orderBy: $orderBy) { nodes { prompt } }
}"""


async def place(user: Client, id: str, **list_of: Any) -> tuple[int, int, str]:
    found = (await user.data(PLACE, id=id, **list_of))["taskPlace"]
    assert {found["before"]["precision"], found["after"]["precision"]} == {"EXACT"}
    return found["before"]["value"], found["after"]["value"], found["cursor"]


async def prompts_beside(user: Client, id: str, **list_of: Any) -> tuple[str, str]:
    before, after, cursor = await place(user, id, **list_of)
    found = await user.data(BESIDE, cursor=cursor, **list_of)
    newer, older = ("".join(task["prompt"] for task in found[way]["nodes"]) for way in ("newer", "older"))
    assert (len(newer), len(older)) == (before, after)
    return newer, older


async def test_a_task_has_a_place_in_each_list(user: Client) -> None:
    ids = {prompt: await user.new_task(prompt) for prompt in "abcde"}
    for prompt in "bd":
        await user.task("startTask", id=ids[prompt])
    await user.task(
        "completeTask", id=ids["d"], tokensUsed=5, image={"dataUrl": data_url(picture())}, generationTimeMs=900
    )
    assert await prompts_beside(user, ids["b"]) == ("edc", "a")
    assert await prompts_beside(user, ids["e"]) == ("", "dcba")
    waiting = {"where": {"status": ["PENDING"]}}
    assert await prompts_beside(user, ids["c"], **waiting) == ("e", "a")
    # The place of a task that does not match the filter is where it would be.
    assert await prompts_beside(user, ids["b"], **waiting) == ("ec", "a")
    by_time = {"orderBy": {"field": "GENERATION_TIME_MS", "direction": "DESC"}}
    # Tasks without a value come last.
    newer, older = await prompts_beside(user, ids["d"], **by_time)
    assert (newer, sorted(older)) == ("", list("abce"))
    by_tokens = {"orderBy": {"field": "TOKENS_USED", "direction": "DESC"}}
    assert (await prompts_beside(user, ids["d"], **by_tokens))[0] == ""


async def test_anothers_task_has_no_place(user: Client, new_client: Any) -> None:
    task = await user.task("createTask", prompt="Mine")
    assert (await new_client().data(PLACE, id=task["id"]))["taskPlace"] is None
    # A service may read the task, but it stands in none of its own lists.
    assert (await new_client(role="service").data(PLACE, id=task["id"]))["taskPlace"] is None
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    assert (await user.data(PLACE, id=task["id"]))["taskPlace"] is None
    assert (await user.error(PLACE, id="first"))["message"].startswith("`id`: 'first' is not a UUID")
