"""`/graphql` over HTTP: the requests that it accepts, and those that it refuses, with their codes."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from server.development.signed_token import sign_token
from server.settings.settings import Settings
from tests.api import JWT_SECRET, Client
from tests.application import in_process
from tests.server.http.multipart import UPLOAD

ME = "{ viewer { id } }"
CREATE = 'mutation { createTask(input: {prompt: "a fox"}) { task { id } } }'
COUNT = "{ tasks { totalCount { value } } }"


def code(response: httpx2.Response) -> tuple[int, str]:
    """Return the status and the only error's code; the answer must hold no data."""
    body = response.json()
    assert not body.get("data"), body
    [error] = body["errors"]
    assert error["message"]
    return response.status_code, error["extensions"]["code"]


async def send(user: Client, **request: Any) -> httpx2.Response:
    return await user.http.post("/graphql", headers=user.headers | request.pop("headers", {}), **request)


async def test_variables_and_operation_names(user: Client) -> None:
    query = "query Me { viewer { id } } query Task($id: ID!) { task(id: $id) { id } }"
    request = {"query": query, "operationName": "Task", "variables": {"id": str(uuid4())}}
    assert (await send(user, json=request)).json()["data"] == {"task": None}
    response = await send(user, json={"query": ME, "variables": None, "operationName": None})
    assert response.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_queries_by_get_and_mutations_not(user: Client) -> None:
    params = {"query": "query ($id: ID!) { task(id: $id) { id } }", "variables": json.dumps({"id": str(uuid4())})}
    response = await user.http.get("/graphql", params=params, headers=user.headers)
    assert response.json()["data"] == {"task": None}
    response = await user.http.get("/graphql", params={"query": CREATE}, headers=user.headers)
    assert code(response) == (405, "BAD_REQUEST")
    assert (await user.data(COUNT))["tasks"]["totalCount"]["value"] == 0


GARBAGE: list[dict[str, Any]] = [
    {"json": {"query": ME}},
    {"json": {"query": "{ no such thing"}},
    {"json": {"query": 7}},
    {"content": b"\xff\xfe not json", "headers": {"Content-Type": "application/json"}},
    {"content": b"", "headers": {"Content-Type": "text/plain"}},
    {"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
]


async def test_without_a_token_nothing_else_is_looked_at(http: httpx2.AsyncClient) -> None:
    expired = sign_token(JWT_SECRET, uuid4(), seconds=-120)
    forged = sign_token("another-secret-that-is-not-the-servers", uuid4())
    for authorization in (None, "", "Bearer", "Bearer x", "Basic eDp5", f"Bearer {expired}", f"Bearer {forged}"):
        header = {} if authorization is None else {"Authorization": authorization}
        for request in GARBAGE:
            response = await http.post("/graphql", **request | {"headers": request.get("headers", {}) | header})
            assert code(response) == (401, "UNAUTHENTICATED")
            assert response.headers["WWW-Authenticate"] == "Bearer"
        assert code(await http.get("/graphql", params={"query": ME}, headers=header)) == (401, "UNAUTHENTICATED")


async def test_a_token_of_an_unknown_plan_is_forbidden_and_not_unauthenticated(http: httpx2.AsyncClient) -> None:
    """Clients get themselves another token after 401, for ever."""
    token = sign_token(JWT_SECRET, uuid4(), plan="platinum")
    response = await http.post("/graphql", json={"query": ME}, headers={"Authorization": f"Bearer {token}"})
    assert code(response) == (403, "UNKNOWN_PLAN")
    assert "WWW-Authenticate" not in response.headers
    assert response.json()["errors"][0]["message"].startswith(
        "The token's plan is not known here; known are: free, pro"
    )


async def test_no_body_is_read_without_a_token(http: httpx2.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"query": "'
        pytest.fail("the body was read")

    response = await http.post("/graphql", content=endless())
    assert code(response) == (401, "UNAUTHENTICATED")


NO_REQUESTS = [
    b"",
    b"{",
    b"null",
    b"7",
    b'"{ viewer { id } }"',
    b"[]",
    b"{}",
    b'{"query": null}',
    b'{"query": ""}',
    b'{"query": 7}',
    b'{"query": ["{ viewer { id } }"]}',
    b'{"query": "{ viewer { id } }", "variables": []}',
    b'{"query": "{ viewer { id } }", "variables": "x"}',
    b'{"query": "{ viewer { id } }", "operationName": 7}',
    b'{"query": "{ viewer { id } }", "operationName": "Nobody"}',
    b"\xff\xfe",
    b"[" * 100_000,
    *(b'{"query": ' + b"[" * depth + b"]" * depth + b"}" for depth in (10, 1_000, 90_000)),
    b'{"query": "\xff"}',
    b"\xef\xbb\xbf{}",
    b"NaN",
    b'{"query": NaN}',
    b'"\\ud800"',
    b"{}{}",
]


async def test_an_invalid_request_is_refused_with_a_code(user: Client) -> None:
    for content in NO_REQUESTS:
        response = await send(user, content=content, headers={"Content-Type": "application/json"})
        assert code(response) == (400, "BAD_REQUEST"), content[:60]
    nested = b'{"query": "{ viewer { id } }", "variables": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}"
    response = await send(user, content=nested, headers={"Content-Type": "application/json"})
    assert response.json()["data"] == {"viewer": {"id": str(user.id)}}


def parts(**fields: Any) -> list[tuple[str, tuple[str | None, Any]]]:
    return [(name, (None, value if isinstance(value, str) else json.dumps(value))) for name, value in fields.items()]


FILE = ("0", ("a.png", b"not a picture", "image/png"))
OPERATIONS = {"query": UPLOAD, "variables": {"id": str(uuid4()), "file": None}}
MAP = {"0": ["variables.file"]}


FAULTY: dict[str, list[Any]] = {
    "no-operations-no-map": [FILE],
    "no-operations": [*parts(map=MAP), FILE],
    "no-map": [*parts(operations=OPERATIONS), FILE],
    "map-no-json": [*parts(operations=OPERATIONS, map="{"), FILE],
    "operations-no-json": [*parts(operations="{", map=MAP), FILE],
    "operations-an-array": [*parts(operations="[]", map=MAP), FILE],
    "map-an-array": [*parts(operations=OPERATIONS, map=[]), FILE],
    "paths-a-string": [*parts(operations=OPERATIONS, map={"0": "variables.file"}), FILE],
    "path-to-nowhere": [*parts(operations=OPERATIONS, map={"0": ["variables.nothing.there"]}), FILE],
    "path-not-of-a-variable": [*parts(operations=OPERATIONS, map={"0": ["query"]}), FILE],
    "path-a-number": [*parts(operations=OPERATIONS, map={"0": [7]}), FILE],
    "map-names-another-part": [*parts(operations=OPERATIONS, map={"1": ["variables.file"]}), FILE],
    "no-file": parts(operations=OPERATIONS, map=MAP),
}


async def test_a_faulty_multipart_request_is_refused_with_a_code(user: Client) -> None:
    for name, files in FAULTY.items():
        assert code(await send(user, files=files)) == (400, "BAD_REQUEST"), name
    no_file_mapped = parts(operations=OPERATIONS, map={})
    assert code(await send(user, files=no_file_mapped)) == (200, "BAD_USER_INPUT")


async def test_a_multipart_request_cut_short_is_refused(user: Client) -> None:
    for content in (b"", b"--x", b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{'):
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        assert code(await send(user, content=content, headers=headers)) == (400, "BAD_REQUEST")
    headers = {"Content-Type": "multipart/form-data"}
    assert code(await send(user, content=b"x", headers=headers)) == (400, "BAD_REQUEST")


async def test_other_origins_are_allowed_by_a_setting(settings: Settings, user: Client) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    async with in_process(settings, cors_origins=("https://app.example.com",)) as application:
        http = application.http
        allowed = await http.options("/graphql", headers={"Origin": "https://app.example.com", **asked})
        assert allowed.status_code == 200
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
        assert {"GET", "POST", "PUT", "DELETE"} == set(allowed.headers["Access-Control-Allow-Methods"].split(", "))
        other = await http.options("/graphql", headers={"Origin": "https://evil.example.com", **asked})
        assert other.status_code == 400
        assert "Access-Control-Allow-Origin" not in other.headers
        headers = user.headers | {"Origin": "https://app.example.com"}
        answer = await http.post("/graphql", json={"query": ME}, headers=headers)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
        refused = await http.post("/graphql", json={"query": ME}, headers={"Origin": "https://app.example.com"})
        assert refused.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
        assert refused.status_code == 401
