"""The counters of operations at `/metrics`, over each transport."""

import httpx2
import pytest

from tests.api import Client
from tests.application import ServedApplication
from tests.server.http.subscriber import init_connection, receive_message, send_message, socket
from tests.server.observation.scraping import Measures, scrape

ONE = "query TaskTotals { viewer { id } }"


class Counting:
    """Compares the counters of requests, errors and refusals with those of the scrape `before`."""

    def __init__(self, http: httpx2.AsyncClient, before: Measures) -> None:
        self.http, self.before = http, before

    async def added(self) -> dict[tuple[str, ...], float]:
        """Return by how much each counter has grown, by its name and the sorted values of its labels."""
        after = await scrape(self.http)
        return {
            (name.removeprefix("task_record_"), *sorted(dict(labels).values())): value
            - self.before.value(name, **dict(labels))
            for (name, labels), value in after.samples.items()
            if name.endswith("_total")
            and value != self.before.value(name, **dict(labels))
            and name.startswith(("task_record_requests", "task_record_errors", "task_record_refusals"))
        }


@pytest.fixture
async def counting(http: httpx2.AsyncClient) -> Counting:
    return Counting(http, await scrape(http))


async def test_operations_by_name_and_outcome(user: Client, http: httpx2.AsyncClient, counting: Counting) -> None:
    for _ in range(2):
        await user.data(ONE)
    await user.data("{ viewer { id } }")
    start = "mutation StartTask($id: ID!) { startTask(input: {id: $id}) { errors { code } } }"
    answer = await user.data(start, id=str(user.id))
    assert answer["startTask"]["errors"] == [{"code": "NOT_FOUND"}]
    error = await user.error("query TaskTotals { tasks(first: 1000) { nodes { id } } }")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    batch = [ONE, "query Credits { viewer { id } }", "subscription TaskEvents { taskEvents { kind } }"]
    await http.post("/graphql", json=[{"query": query} for query in batch], headers=user.headers)
    await http.post("/graphql", json={"query": ONE})  # without a token
    assert await counting.added() == {
        ("requests_total", "TaskTotals", "ok"): 3,
        ("requests_total", "ok", "unnamed"): 1,
        ("requests_total", "StartTask", "refused"): 1,
        ("requests_total", "TaskTotals", "refused"): 1,
        ("requests_total", "Credits", "ok"): 1,
        ("requests_total", "TaskEvents", "refused"): 1,
        ("errors_total", "NOT_FOUND"): 1,
        ("errors_total", "BAD_USER_INPUT"): 1,
        ("errors_total", "BAD_REQUEST"): 1,
        ("errors_total", "UNAUTHENTICATED"): 1,
    }
    after = await scrape(http)
    assert after.added(counting.before, "task_record_request_seconds_count", operation="TaskTotals") == 4
    assert 0 < after.added(counting.before, "task_record_request_seconds_sum", operation="TaskTotals") < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "operation", "code", "limit"),
    [
        (
            "query TaskTotals { " + " ".join(f"a{n}: viewer {{ id }}" for n in range(31)) + " }",
            "unknown",
            "QUERY_TOO_COSTLY",
            "MAX_DOCUMENT_ALIASES",
        ),
        ("query TaskTotals { nonsense }", "TaskTotals", "GRAPHQL_VALIDATION_FAILED", None),
        ("query TaskTotals { ", "unknown", "GRAPHQL_PARSE_FAILED", None),
    ],
)
async def test_requests_that_are_refused_before_they_run(
    user: Client, counting: Counting, query: str, operation: str, code: str, limit: str | None
) -> None:
    assert (await user.error(query))["extensions"]["code"] == code
    added = await counting.added()
    assert added.pop(("refusals_total", str(limit)), None) == (1 if limit else None)
    assert added == {("requests_total", *sorted([operation, "refused"])): 1, ("errors_total", code): 1}


async def test_over_a_websocket(server: ServedApplication) -> None:
    user = server.new_client()
    counting = Counting(server.http, await scrape(server.http))
    async with socket(server.address) as connection:
        await init_connection(connection, user)
        for number, query in enumerate([ONE, "query TaskTotals { tasks(first: 1000) { nodes { id } } }", "{ nonsense"]):
            await send_message(connection, "subscribe", id=str(number), payload={"query": query})
            while (await receive_message(connection))["type"] == "next":
                pass
        await send_message(
            connection, "subscribe", id="s", payload={"query": "subscription TaskEvents { taskEvents { kind } }"}
        )
        for sent in ({"type": "ping"}, {"type": "complete", "id": "s"}, {"type": "ping"}):
            await send_message(connection, **sent)
            assert sent["type"] == "complete" or (await receive_message(connection))["type"] == "pong"
    added = await counting.added()
    assert added == {
        ("requests_total", "TaskTotals", "ok"): 1,
        ("requests_total", "TaskTotals", "refused"): 1,
        ("requests_total", "refused", "unknown"): 1,
        ("requests_total", "TaskEvents", "ok"): 1,
        ("errors_total", "BAD_USER_INPUT"): 1,
        ("errors_total", "GRAPHQL_PARSE_FAILED"): 1,
    }
