"""Records tasks by `recordTasks`."""

from typing import Any

from tests.api import Client

FIELDS = """id userId status prompt tokensUsed creditsDeducted creditsHeld cost errorMessage failureCode externalId
  createdAt startedAt completedAt parameters metadata generationTimeMs images { sha256 } originalImage { sha256 }
  sources { taskId }"""
SHORT = "results { task { id status } errors { field code message } }"
RESULTS = f"results {{ task {{ {FIELDS} }} errors {{ field code message details }} }}"
Result = dict[str, Any]


async def record(client: Client, *tasks: dict[str, Any], result: str = RESULTS) -> list[Result]:
    """Record the tasks, and return the result of each."""
    payload = await client.mutate("recordTasks", result, tasks=list(tasks))
    assert payload["errors"] == [], payload
    return list(payload["results"])


async def recorded(client: Client, *tasks: dict[str, Any]) -> list[dict[str, Any]]:
    """Record the tasks, assert that none is refused, and return them."""
    results = await record(client, *tasks)
    assert [result["errors"] for result in results] == [[]] * len(tasks), results
    return [result["task"] for result in results]


def codes(results: list[Result]) -> list[str | None]:
    """The code of each result's only error; None for one that was recorded."""
    for result in results:
        assert bool(result["task"]) is not bool(result["errors"]), result
        assert len(result["errors"]) <= 1, result
    return [result["errors"][0]["code"] if result["errors"] else None for result in results]


def task(outcome: dict[str, Any] | None = None, /, **given: Any) -> dict[str, Any]:
    """The input for a task; the names of times that are not the task's own are taken out of `given`."""
    recorded: dict[str, Any] = {name: given.pop(name) for name in ("startedAt", "endedAt") if name in given}
    recorded["task"] = {"prompt": "A fox", **given}
    return recorded | ({"outcome": outcome} if outcome else {})
