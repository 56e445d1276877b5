"""Stars tasks, and finds those that are starred."""

from tests.api import Client

STARRED = "query ($is: Boolean) { tasks(where: {isStarred: $is}) { nodes { id isStarred } totalCount { value } } }"


async def star(user: Client, *ids: str, starred: bool = True) -> list[bool]:
    payload = await user.mutate("starTasks", "tasks { id isStarred }", ids=list(ids), starred=starred)
    assert payload["errors"] == []
    assert [task["id"] for task in payload["tasks"]] == list(dict.fromkeys(ids))
    return [task["isStarred"] for task in payload["tasks"]]


async def found(user: Client, starred: bool) -> set[str]:
    tasks = (await user.data(STARRED, **{"is": starred}))["tasks"]
    assert {task["isStarred"] for task in tasks["nodes"]} <= {starred}
    assert tasks["totalCount"]["value"] == len(tasks["nodes"])
    return {task["id"] for task in tasks["nodes"]}
