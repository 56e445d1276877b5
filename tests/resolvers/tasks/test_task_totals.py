"""What the tasks of a list used together, and why they failed: exact, by the list's filter, and nobody else's."""

from typing import Any

import pytest
from asyncpg import Connection

from models.statistics.list_totals import FAILED_IDS, TOTAL_UP_TO
from tests.api import Client, NewClient
from tests.web.visitor import completed

TOTALS = """query ($where: TaskFilter) { tasks(first: 1, where: $where) { totals {
  taskCount { value precision } completedTasks failedTasks canceledTasks tokensUsed creditsDeducted cost
} } }"""
FAILURES = """query ($where: TaskFilter) { tasks(first: 1, where: $where) {
  failures { failureCode errorMessage taskCount taskIds }
} }"""
NOTHING = {
    "taskCount": {"value": 0, "precision": "EXACT"},
    **dict.fromkeys(("completedTasks", "failedTasks", "canceledTasks", "tokensUsed", "creditsDeducted"), 0),
    "cost": "0",
}
FAILED = """
INSERT INTO user_task_history (user_id, prompt, status, completed_at, error_message, failure_code, cost)
SELECT $1, 'a fox', 'failed', now() - n * interval '1 second', $3, $4, 0.000001
FROM generate_series(1, $2::integer) AS n"""


async def totals(user: Client, **where: Any) -> dict[str, Any]:
    return dict((await user.data(TOTALS, where=where))["tasks"]["totals"])


async def failures(user: Client, **where: Any) -> list[dict[str, Any]]:
    return list((await user.data(FAILURES, where=where))["tasks"]["failures"])


async def failed(user: Client, message: str, **failure: Any) -> str:
    task = await user.task("createTask", prompt="A fox", modelVersion="m-1")
    await user.task("failTask", id=task["id"], errorMessage=message, **failure)
    return str(task["id"])


async def test_totals_follow_the_filter(user: Client, new_client: NewClient) -> None:
    assert await totals(user) == NOTHING
    await completed(new_client(), "Another's")
    lighthouse = await completed(user, "A lighthouse", modelVersion="m-2")
    await failed(user, "no", tokensUsed=7, cost="0.10")
    task = await user.task("createTask", prompt="A fox in the snow", modelVersion="m-1")
    await user.task("cancelTask", id=task["id"], cost="0.325")
    await user.task("createTask", prompt="Waiting")
    everything = {
        "taskCount": {"value": 4, "precision": "EXACT"},
        "completedTasks": 1,
        "failedTasks": 1,
        "canceledTasks": 1,
        "tokensUsed": 157,
        "creditsDeducted": 1,
        "cost": "0.425",
    }
    assert await totals(user) == everything
    of_model = {"taskCount": {"value": 2, "precision": "EXACT"}, "tokensUsed": 7, "creditsDeducted": 0}
    assert await totals(user, modelVersion=["m-1"]) == everything | of_model | {"completedTasks": 0}
    assert (await totals(user, search="snow"))["cost"] == "0.325"
    assert await totals(user, search="nothing") == NOTHING
    await user.mutate("trashTasks", "trashedTaskIds", ids=[lighthouse])
    assert (await totals(user))["completedTasks"] == 0
    trash = "{ trash { totals { completedTasks taskCount { value } } } }"
    assert (await user.data(trash))["trash"]["totals"] == {"completedTasks": 1, "taskCount": {"value": 1}}


async def test_failures_are_grouped_by_code_or_else_by_message(user: Client, new_client: NewClient) -> None:
    await failed(new_client(), "no")
    await completed(user, "A lighthouse")
    first = await failed(user, "E1 of request 1", failureCode="content_policy")
    await failed(user, "no")
    second = await failed(user, "E1 of request 2", failureCode="content_policy")
    policy, other = await failures(user)
    assert policy == {
        "failureCode": "content_policy",
        "errorMessage": "E1 of request 2",
        "taskCount": 2,
        "taskIds": [second, first],
    }
    assert (other["failureCode"], other["errorMessage"], other["taskCount"]) == (None, "no", 1)
    assert await failures(user, failureCode=["content_policy"]) == [policy]
    assert await failures(user, status=["COMPLETED"]) == []


async def test_an_administrators_list_has_its_users_totals(user: Client, new_client: NewClient) -> None:
    await failed(user, "no", cost="0.5")
    administrator = new_client(role="admin")
    asked = """query ($user: ID) { admin { tasks(userId: $user, first: 1) {
      totals { failedTasks cost } failures { errorMessage taskCount }
    } } }"""
    found = (await administrator.data(asked, user=str(user.id)))["admin"]["tasks"]
    assert found == {"totals": {"failedTasks": 1, "cost": "0.5"}, "failures": [{"errorMessage": "no", "taskCount": 1}]}


@pytest.mark.slow
async def test_totals_and_failures_are_bounded(user: Client, database: Connection) -> None:
    await database.execute(FAILED, user.id, TOTAL_UP_TO, "no", None)
    assert (await totals(user))["taskCount"] == {"value": TOTAL_UP_TO, "precision": "EXACT"}
    assert (await totals(user))["cost"] == "0.1"
    [reason] = await failures(user)
    assert reason["taskCount"] == TOTAL_UP_TO
    assert len(reason["taskIds"]) == FAILED_IDS
    await database.execute(FAILED, user.id, 1, "no", None)
    assert (await totals(user))["taskCount"] == {"value": TOTAL_UP_TO, "precision": "AT_LEAST"}
