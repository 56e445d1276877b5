"""Documents that clients name by id instead of sending: automatic persisted queries, and those of a manifest."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from server.requests import persisted_documents as documents
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, on_port
from tests.server.http.subscriber import init_connection, receive_message, send_message, socket

ME = "query Me { viewer { id } }"
TASK = "query Task($id: ID!) { task(id: $id) { id } }"
NOT_FOUND = {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}


def digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()


def named(query: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest(query)}}}


async def post(user: Client, **request: Any) -> httpx2.Response:
    return await user.http.post("/graphql", json=request, headers=user.headers)


@pytest.fixture
async def user(settings: Settings) -> AsyncIterator[Client]:
    """A user of a server that keeps no document yet."""
    async with in_process(settings) as application:
        yield application.new_client()


async def test_a_document_is_sent_only_once(user: Client) -> None:
    me = {"viewer": {"id": str(user.id)}}
    asked = await post(user, **named(ME))
    assert (asked.status_code, asked.json()) == (200, {"errors": [NOT_FOUND]})
    assert (await post(user, query=ME, **named(ME))).json()["data"] == me
    for _ in range(2):
        assert (await post(user, **named(ME))).json()["data"] == me
    assert (await post(user, documentId=f"sha256:{digest(ME)}")).json()["data"] == me
    assert (await post(user, documentId=digest(ME).upper())).json()["data"] == me
    task = await post(user, query=TASK, variables={"id": str(user.id)}, **named(TASK))
    assert task.json()["data"] == {"task": None}
    assert (await post(user, operationName="Me", **named(ME))).json()["data"] == me


async def test_by_get(user: Client) -> None:
    params = {"extensions": json.dumps(named(ME)["extensions"])}
    asked = await user.http.get("/graphql", params=params, headers=user.headers)
    assert asked.json() == {"errors": [NOT_FOUND]}
    sent = await user.http.get("/graphql", params=params | {"query": ME}, headers=user.headers)
    assert sent.json()["data"] == {"viewer": {"id": str(user.id)}}
    asked = await user.http.get("/graphql", params=params, headers=user.headers)
    assert asked.json()["data"] == {"viewer": {"id": str(user.id)}}
    mutation = "mutation { __typename }"
    await post(user, query=mutation, **named(mutation))
    params = {"extensions": json.dumps(named(mutation)["extensions"])}
    assert (await user.http.get("/graphql", params=params, headers=user.headers)).status_code == 405


async def test_the_hash_must_be_that_of_the_document(user: Client) -> None:
    response = await post(user, query=TASK, variables={"id": str(user.id)}, **named(ME))
    assert response.status_code == 400
    assert "SHA-256" in response.json()["errors"][0]["message"]
    assert (await post(user, **named(ME))).json() == {"errors": [NOT_FOUND]}


@pytest.mark.parametrize(
    "asked",
    [7, [], "x", {}, {"version": 2, "sha256Hash": digest(ME)}, {"version": 1}, {"version": 1, "sha256Hash": 7}],
)
async def test_other_shapes_are_refused(user: Client, asked: Any) -> None:
    response = await post(user, query=ME, extensions={"persistedQuery": asked})
    assert response.status_code == 400
    assert "`extensions.persistedQuery`" in response.json()["errors"][0]["message"]


async def test_persisted_documents_have_the_same_limits(user: Client) -> None:
    query = "{ a " * 16 + "}" * 16
    for request in ({"query": query, **named(query)}, named(query)):
        [error] = (await post(user, **request)).json()["errors"]
        assert error["extensions"]["code"] == "QUERY_TOO_COSTLY"


async def bring(user: Client, *queries: str) -> None:
    for query in queries:
        await post(user, query=query, **named(query))


async def known(user: Client, queries: list[str]) -> list[bool]:
    return ["data" in (await post(user, **named(query))).json() for query in queries]


async def test_a_user_with_many_documents_displaces_only_their_own(
    user: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_REMEMBERED", 4)
    monkeypatch.setattr(documents, "MAX_OF_USER", 3)
    queries = [f"{ME} # {number}" for number in range(6)]
    another, greedy = Client(user.http), Client(user.http)
    await bring(another, ME)
    await bring(greedy, *queries)
    assert await known(another, [ME, *queries]) == [True, False, False, False, True, True, True]
    await bring(user, TASK)
    assert await known(another, [ME, *queries]) == [True, False, False, False, False, True, True]


async def test_a_long_document_is_executed_and_not_stored(user: Client) -> None:
    query = f"{ME} # {'猫' * 6_700}"
    answer = await post(user, query=query, **named(query))
    assert answer.json()["data"] == {"viewer": {"id": str(user.id)}}
    assert await known(user, [query]) == [False]


async def test_over_a_socket(settings: Settings) -> None:
    async with on_port(settings) as server, socket(server.address) as connection:
        user = server.new_client()
        await init_connection(connection, user)
        await send_message(connection, "subscribe", id="1", payload=named(ME))
        assert await receive_message(connection) == {"id": "1", "type": "error", "payload": [NOT_FOUND]}
        for payload in ({"query": ME, **named(ME)}, named(ME)):
            await send_message(connection, "subscribe", id="2", payload=payload)
            assert (await receive_message(connection))["payload"]["data"] == {"viewer": {"id": str(user.id)}}
            assert (await receive_message(connection))["type"] == "complete"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest as Apollo's `generate-persisted-query-manifest` writes it."""
    path = tmp_path / "persisted-query-manifest.json"
    operations = [
        {"id": digest(ME), "name": "Me", "type": "query", "body": ME},
        {"id": "task", "name": "Task", "type": "query", "body": TASK},
    ]
    path.write_text(json.dumps({"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}))
    return path


@pytest.fixture
async def trusting(settings: Settings, manifest: Path) -> AsyncIterator[Client]:
    """A user of a server that runs only the documents of the manifest."""
    async with in_process(settings, trusted_documents=manifest) as application:
        user = application.new_client()
        yield user


async def test_trusted_documents_are_run(trusting: Client) -> None:
    me = {"viewer": {"id": str(trusting.id)}}
    assert (await post(trusting, **named(ME))).json()["data"] == me
    assert (await post(trusting, documentId=digest(ME))).json()["data"] == me
    assert (await post(trusting, query=ME)).json()["data"] == me
    task = await post(trusting, documentId="task", variables={"id": str(trusting.id)})
    assert task.json()["data"] == {"task": None}


@pytest.mark.parametrize("role", ["user", "admin", "service"])
async def test_untrusted_documents_are_refused(trusting: Client, role: Any) -> None:
    trusting.role = role
    for query in ("{ viewer { id } }", f"{ME} ", "{ __schema { types { name } } }", "{"):
        for request in ({"query": query}, {"query": query, **named(query)}, {"query": query, **named(ME)}):
            response = await post(trusting, **request)
            assert response.status_code == 403
            assert response.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert (await post(trusting, documentId="another")).json() == {"errors": [NOT_FOUND]}
    assert (await post(trusting, **named("{ viewer { id } }"))).json() == {"errors": [NOT_FOUND]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read"),
        ("{", "Invalid JSON"),
        ("[]", "expected a manifest of Apollo's"),
        ('{"format": "another", "version": 1, "operations": []}', "in .*, format:"),
        (
            '{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a"}]}',
            "operations.0.body",
        ),
    ],
)
def test_an_invalid_manifest_is_reported(settings: Settings, tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "manifest.json"
    if content is not None:
        path.write_text(content)
    given = settings.model_dump(include={"database_url", "s3_bucket_name", "jwt_secret"})
    with pytest.raises(ValueError, match=f"TRUSTED_DOCUMENTS: .*{message}"):
        Settings(**given, trusted_documents=path)
