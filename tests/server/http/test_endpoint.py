"""`/graphql` over HTTP: the requests that it accepts, and those that it refuses, with their codes."""

import json
from typing import Any
from uuid import uuid4

import httpx2

from server.development.signed_token import sign_token
from tests.api import JWT_SECRET, Client
from tests.server.http.multipart import UPLOAD
from tests.server.http.raw import unread

ME = "{ viewer { id } }"


def code(response: httpx2.Response) -> tuple[int, str]:
    """Return the status and the only error's code; the answer must hold no data."""
    body = response.json()
    assert not body.get("data"), body
    [error] = body["errors"]
    assert error["message"]
    return response.status_code, error["extensions"]["code"]


async def send(user: Client, **request: Any) -> httpx2.Response:
    return await user.http.post("/graphql", headers=user.headers | request.pop("headers", {}), **request)


GARBAGE: list[dict[str, Any]] = [
    {"json": {"query": ME}},
    {"json": {"query": "{ no such thing"}},
    {"json": {"query": 7}},
    {"content": b"\xff\xfe not json", "headers": {"Content-Type": "application/json"}},
    {"content": b"", "headers": {"Content-Type": "text/plain"}},
    {"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
]


async def test_without_a_token_nothing_else_is_read(http: httpx2.AsyncClient) -> None:
    expired = sign_token(JWT_SECRET, uuid4(), seconds=-120)
    forged = sign_token("another-secret-that-is-not-the-servers", uuid4())
    for authorization in (None, "", "Bearer", "Bearer x", "Basic eDp5", f"Bearer {expired}", f"Bearer {forged}"):
        header = {} if authorization is None else {"Authorization": authorization}
        for request in GARBAGE:
            response = await http.post("/graphql", **request | {"headers": request.get("headers", {}) | header})
            assert code(response) == (401, "UNAUTHENTICATED")
            assert response.headers["WWW-Authenticate"] == "Bearer"
        assert code(await http.get("/graphql", params={"query": ME}, headers=header)) == (401, "UNAUTHENTICATED")
    assert code(await http.post("/graphql", content=unread())) == (401, "UNAUTHENTICATED")


async def test_a_token_of_an_unknown_plan_is_forbidden_and_not_unauthenticated(http: httpx2.AsyncClient) -> None:
    """After 401, clients would fetch another token, without end."""
    token = sign_token(JWT_SECRET, uuid4(), plan="platinum")
    response = await http.post("/graphql", json={"query": ME}, headers={"Authorization": f"Bearer {token}"})
    assert code(response) == (403, "UNKNOWN_PLAN")
    assert "WWW-Authenticate" not in response.headers
    assert response.json()["errors"][0]["message"].startswith("The token's plan is unknown. Known plans: free, pro")


NO_REQUESTS = [
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
    boundary = "; boundary=x"
    start = b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{'
    for content, parameters in ((b"", boundary), (b"--x", boundary), (start, boundary), (b"x", "")):
        headers = {"Content-Type": f"multipart/form-data{parameters}"}
        assert code(await send(user, content=content, headers=headers)) == (400, "BAD_REQUEST")
