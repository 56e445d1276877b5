"""What a line of the log has, and what it never has."""

import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.api import Client
from tests.logged import PROMPTS, found_secrets, logged


def lines_of(request_id: str) -> list[dict[str, Any]]:
    lines = map(json.loads, logged().splitlines())
    return [line for line in lines if line.get("request_id") == request_id]


async def test_a_request_is_a_line(user: Client) -> None:
    request_id = f"of-a-test.{uuid4()}"
    headers = user.headers | {"X-Request-Id": request_id}
    answer = await user.http.post("/graphql", json={"query": "{ viewer { id } }"}, headers=headers)
    assert answer.headers["X-Request-Id"] == request_id
    [line] = lines_of(request_id)
    assert line.pop("timestamp").endswith("Z")
    assert 0 < line.pop("duration_ms") < 60_000
    assert line == {
        "level": "info",
        "message": "request",
        "request_id": request_id,
        "user_id": str(user.id),
        "method": "POST",
        "route": "/graphql",
        "status": 200,
    }


@pytest.mark.parametrize("sent", [None, "", "a b", "a" * 65, "ä", 'a"b', "a/b"])
async def test_an_id_that_is_none_is_replaced(http: httpx2.AsyncClient, sent: str | None) -> None:
    headers = httpx2.Headers([] if sent is None else [(b"X-Request-Id", sent.encode())])
    for path in ("/graphql", "/healthz", "/nosuch", "/export/a-token-that-is-long-enough", "/assets/nosuch.js"):
        told = (await http.get(path, headers=headers)).headers.get_list("X-Request-Id")
        assert [len(one) for one in told] == [32]
        [line] = lines_of(told[0])
        assert line["level"] == ("debug" if path == "/healthz" else "info")
        assert [word for word in ("a-token", "nosuch") if word in json.dumps(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        '{"message":"request","operation":"A fox in the snow"}',
        '{"exception":"DETAIL: (1, 0a1b2c3d-4e5f, A fox in the snow)"}',
        '{"message":"GET http://s3/a.png?X-Amz-Date=1&X-Amz-Signature=0a1b2c"}',
        '{"message":"GET /export/0123456789abcdefghij_-"}',
        '{"headers":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"}',
        '{"message":"postgresql://role:password@host/db"}',
    ],
)
def test_what_is_secret_is_found_in_all_that_is_logged(line: str) -> None:
    """Which `tests/fixtures.py` looks for at the end of each run, in all lines of it."""
    other = '{"message":"request","request_id":"00000000000000000000000000000000","status":200}'
    assert found_secrets(f"{other}\n{line}\n{other}", {"A fox in the snow", "An owl"}) == {line}
    assert found_secrets(other, {"A fox in the snow"}) == set()


async def test_prompts_are_known_however_they_are_sent(user: Client) -> None:
    await user.task("createTask", prompt="A fox of a variable")
    await user.data('mutation { createTask(input: {prompt: "A fox of a document"}) { task { id } } }')
    assert {"A fox of a variable", "A fox of a document"} <= PROMPTS
