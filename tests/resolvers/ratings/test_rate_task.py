"""Users rate their results, 1 to 5: lists are filtered by it, usage has the mean, an export and an import keep it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.tasks.ended_tasks import ended_tasks
from tests.server.exports.exporting import exported

RATED = "task { rating updatedAt }"
LISTED = "query ($n: Int!) { tasks(where: {ratedAtLeast: $n}) { nodes { id } totalCount { value } } }"
MEAN = """query ($from: Date!, $to: Date!, $by: [UsageDimension!]!) {
  usage(from: $from, to: $to, groupBy: $by) { modelVersion averageRating totalTasks } }"""


async def rate(user: Client, task_id: str, **rating: Any) -> dict[str, Any]:
    payload = await user.mutate("rateTask", RATED, id=task_id, **rating)
    assert payload["errors"] == [], payload
    return dict(payload["task"])


async def means(user: Client, *by: str) -> dict[str | None, float | None]:
    today = datetime.now(UTC).date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
    return {group["modelVersion"]: group["averageRating"] for group in (await user.data(MEAN, **span, by=by))["usage"]}


async def test_a_rating_is_given_replaced_and_removed(user: Client, new_client: NewClient) -> None:
    completed, _ = await ended_tasks(user)
    first = await rate(new_client(role="service"), completed, rating=4)
    assert await rate(user, completed, rating=4) == first  # a repetition changes nothing
    changed = await rate(user, completed, rating=5)
    assert (changed["rating"], changed["updatedAt"] > first["updatedAt"]) == (5, True)
    for least, found in ((5, [{"id": completed}]), (1, [{"id": completed}])):
        assert (await user.data(LISTED, n=least))["tasks"] == {"nodes": found, "totalCount": {"value": 1}}
    await rate(user, completed, rating=2)
    assert (await user.data(LISTED, n=3))["tasks"]["nodes"] == []
    assert (await rate(user, completed))["rating"] is None
    assert (await user.data(LISTED, n=1))["tasks"]["nodes"] == []


@pytest.mark.parametrize("rating", [0, 6, -1])
async def test_invalid_ratings_are_refused(user: Client, rating: int) -> None:
    completed, _ = await ended_tasks(user)
    [error] = (await user.mutate("rateTask", RATED, id=completed, rating=rating))["errors"]
    assert (error["code"], error["field"]) == ("INVALID", ["input", "rating"])
    fault = await user.error(LISTED, n=rating)
    assert fault["message"].startswith("`where.ratedAtLeast`: Must be ")


async def test_only_completed_tasks_are_rated(user: Client) -> None:
    _, failed = await ended_tasks(user)
    [error] = (await user.mutate("rateTask", RATED, id=failed, rating=3))["errors"]
    assert (error["code"], error["field"]) == ("CONFLICT", ["input", "id"])
    assert error["message"] == "Only completed tasks can be rated; this one is failed."
    assert (await user.mutate("rateTask", RATED, id=failed))["errors"] == [error]


async def test_usage_has_the_mean_of_the_rated_and_keeps_that_of_the_deleted(user: Client) -> None:
    image = {"dataUrl": data_url(picture())}
    assert await means(user) == {}
    rated: dict[str | None, list[int | None]] = {"a": [5, 4, 4], "b": [1, None], None: [None]}
    ids = []
    for model, ratings in rated.items():
        for rating in ratings:
            ids.append(await user.new_task("a fox", modelVersion=model))
            await user.task("completeTask", id=ids[-1], image=image)
            if rating:
                await rate(user, ids[-1], rating=rating)
    for _ in range(2):
        assert await means(user, "MODEL") == {"a": pytest.approx(13 / 3), "b": 1, None: None}
        assert await means(user) == {None: 3.5}
        await user.mutate("deleteTasks", "deletedTaskIds", ids=ids[:2])
    text = (await exported(user, "NDJSON")).text
    lines = [json.loads(line) for line in text.splitlines()[:-1]]
    assert [line["rating"] for line in lines] == [4, 1, None, None]
