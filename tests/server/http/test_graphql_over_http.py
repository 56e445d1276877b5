"""Media types, status codes and methods are as the specification of GraphQL over HTTP says."""

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.clients.node import run_client

ME = "{ viewer { id } }"
GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
PARTS = 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"'
SUBSCRIBE = "subscription { taskEvents { kind } }"
INVALID = {
    "{": "GRAPHQL_PARSE_FAILED",
    "{ unknown }": "GRAPHQL_VALIDATION_FAILED",
    "query ($id: ID!) { task(id: $id) { id } }": "BAD_USER_INPUT",
}


async def post(user: Client, accept: str | None = None, **request: Any) -> httpx2.Response:
    headers = user.headers | ({} if accept is None else {"Accept": accept})
    return await user.http.post("/graphql", json=request, headers=headers)


@pytest.mark.slow
async def test_every_audit_of_graphql_http_passes(settings: Settings) -> None:
    async with on_port(settings) as server:
        administrator = replace(server.new_client(), role="admin")
        url = f"{server.url}/graphql"
        results = await run_client("audits.mjs", url, administrator.headers["Authorization"])
    assert len(results) >= 61
    assert [result for result in results if result["status"] != "ok"] == []


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (GRAPHQL, GRAPHQL),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("", None),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON};q=0.5, {GRAPHQL};q=0.6", GRAPHQL),
        (f"{GRAPHQL};q=0.1, */*", JSON),
        # sent by urql
        (f"{GRAPHQL}, application/graphql+json, {JSON}, {EVENTS}, multipart/mixed", GRAPHQL),
        ("APPLICATION/JSON; charset=utf-8", JSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("text/html", None),
        ("image/png, application/xml", None),
        (f"{JSON};q=0", None),
        (f"{JSON};q=nonsense", None),
        # The weight decides, not the order; a type's weight is that of the most specific range.
        (f"*/*;q=0.1, {JSON}, {GRAPHQL};q=0.5", JSON),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"{JSON};q=nan, {GRAPHQL};q=0.5", GRAPHQL),
        (f"{JSON};q=2, {GRAPHQL};q=0.5", GRAPHQL),
        (f"application/*;q=0, {JSON}", JSON),
        ("*/*;q=0", None),
        (f", ;q, //, {GRAPHQL}", GRAPHQL),
        # sent by Java
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", JSON),
        # sent by Apollo Client
        (f"multipart/mixed;deferSpec=20220824,{GRAPHQL},{JSON};q=0.9", GRAPHQL),
    ],
)
async def test_the_media_type_is_what_the_client_prefers(user: Client, accept: str, expected: str | None) -> None:
    response = await post(user, accept, query=ME)
    if expected:
        assert response.status_code == 200
        assert response.headers["Content-Type"] == expected
        assert response.json()["data"] == {"viewer": {"id": str(user.id)}}
    else:
        assert response.status_code == 406
        assert response.headers["Content-Type"] == JSON
        assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


async def test_a_header_that_would_take_long_to_read_is_refused(user: Client) -> None:
    for name, status in {"Accept": 431, "Content-Type": 415}.items():
        headers = {**user.headers, name: f"{JSON}{';' * 1_000}"}
        answer = await user.http.post("/graphql", content=b'{"query": "{ __typename }"}', headers=headers)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_request_error_has_a_status_of_its_own_and_no_data(user: Client) -> None:
    for query, code in INVALID.items():
        for accept, status in ((GRAPHQL, 400), (JSON, 200)):
            response = await post(user, accept, query=query)
            assert response.status_code == status
            assert response.headers["Content-Type"] == accept
            assert "data" not in response.json()
            assert {error["extensions"]["code"] for error in response.json()["errors"]} == {code}


async def test_an_unauthenticated_client_is_answered_in_its_preferred_media_type(user: Client) -> None:
    """Apollo Client reads the errors of an unsuccessful answer only if its media type is GraphQL's own."""
    for accept, expected in {GRAPHQL: GRAPHQL, JSON: JSON, f"{EVENTS}, */*;q=0.1": JSON, "text/html": JSON}.items():
        for headers in ({}, {"Authorization": "Bearer x"}):
            response = await user.http.post("/graphql", json={"query": ME}, headers={"Accept": accept, **headers})
            assert response.status_code == 401
            assert response.headers["Content-Type"] == expected
            assert response.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


async def test_an_error_of_a_field_does_not_change_the_status(user: Client) -> None:
    response = await post(user, GRAPHQL, query="{ task(id: 7) { id } viewer { id } }")
    assert response.status_code == 200
    assert response.json()["data"] == {"task": None, "viewer": {"id": str(user.id)}}
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_one_of_several_operations_must_be_named(user: Client) -> None:
    for query in ("query A { viewer { id } } query B { viewer { role } }", "fragment A on Viewer { id }"):
        for name in (None, "", "C"):
            response = await post(user, GRAPHQL, query=query, operationName=name)
            assert response.status_code == 400
            assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
            assert "operationName" in response.json()["errors"][0]["message"]
    query = "query A { viewer { id } } query B($is: Boolean!) { viewer { role @include(if: $is) } }"
    response = await post(user, query=query, operationName="B", variables={"is": True})
    assert response.json()["data"] == {"viewer": {"role": "USER"}}
    response = await post(user, query=ME, operationName=None, variables=None)
    assert response.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_only_queries_come_by_get(user: Client) -> None:
    create = 'mutation B { createTask(input: {prompt: "a fox"}) { task { id } } }'
    for query in (create, SUBSCRIBE, f"query A {ME} {create}"):
        params = {"query": query, "operationName": "B"} if "query A" in query else {"query": query}
        response = await user.http.get(
            "/graphql", params=params, headers=user.headers | {"Accept": f"{JSON}, {EVENTS}"}
        )
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST"
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert await user.data("{ tasks { nodes { id } } }") == {"tasks": {"nodes": []}}


async def test_other_methods(user: Client) -> None:
    for method in ("PATCH", "OPTIONS", "TRACE", "HEAD"):
        response = await user.http.request(method, "/graphql", headers=user.headers)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, POST, PUT, DELETE"
        assert response.headers["Content-Type"] == JSON


@pytest.mark.parametrize("params", [{"variables": "{"}, {"extensions": "[]"}, {"variables": '"x"'}, {"query": ""}])
async def test_a_get_with_invalid_parameters_is_refused(user: Client, params: dict[str, str]) -> None:
    response = await user.http.get("/graphql", params={"query": ME} | params, headers=user.headers)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_content_that_is_encoded_otherwise(user: Client) -> None:
    body = b'{"query": "{ viewer { id } }"}'
    for headers in (
        {"Content-Type": JSON, "Content-Encoding": "gzip"},
        {"Content-Type": f"{JSON}; charset=utf-16"},
        {"Content-Type": f"{JSON}; charset=latin1"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {},
    ):
        response = await user.http.post("/graphql", content=body, headers=user.headers | headers)
        assert response.status_code == 415
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    for content_type in (f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"', "Application/JSON"):
        headers = {"Content-Type": content_type}
        response = await user.http.post("/graphql", content=body, headers=user.headers | headers)
        assert response.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_a_subscription_needs_a_stream(user: Client) -> None:
    response = await post(user, JSON, query=SUBSCRIBE)
    assert response.status_code == 406
    assert "text/event-stream" in response.json()["errors"][0]["message"]


async def test_a_query_may_be_answered_as_an_event(user: Client) -> None:
    response = await post(user, EVENTS, query=ME)
    assert response.headers["Content-Type"].startswith(EVENTS)
    assert response.text.startswith(f':\n\nevent: next\ndata: {{"data":{{"viewer":{{"id":"{user.id}"}}}}')
    assert response.text.endswith("event: complete\ndata:\n\n")


async def test_a_query_may_be_answered_as_a_part(user: Client) -> None:
    response = await post(user, PARTS, query=ME)
    assert response.headers["Content-Type"] == 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0'
    opening, part, closing = response.text.split("--graphql")
    assert (opening, closing) == ("", "--\r\n")
    header, _, content = part.strip().partition("\r\n\r\n")
    assert header == "Content-Type: application/json"
    assert json.loads(content)["payload"]["data"] == {"viewer": {"id": str(user.id)}}


@pytest.mark.parametrize("stream", [EVENTS, PARTS])
async def test_a_refusal_is_sent_as_json(user: Client, stream: str) -> None:
    refused = await post(user, stream, query="{")
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, JSON)
    assert refused.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


async def test_parts_of_another_protocol_are_not_offered(user: Client) -> None:
    response = await post(user, "multipart/mixed", query=ME)
    assert response.status_code == 406
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


async def test_an_unknown_path_is_answered_in_json(http: httpx2.AsyncClient) -> None:
    response = await http.get("/nothing/here")
    assert (response.status_code, response.headers["Content-Type"]) == (404, JSON)
    assert response.json() == {"errors": [{"message": "Not Found", "extensions": {"code": "BAD_REQUEST"}}]}
