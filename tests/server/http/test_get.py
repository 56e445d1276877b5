"""
Queries by GET are answered to GraphQL clients, not to a browser that another site's page makes send them, and no cache
keeps the answers.
"""

import pytest

from tests.api import Client

ME = {"query": "query ($is: Boolean!) { viewer { id @include(if: $is) } }", "variables": '{"is": true}'}
ASKED_FOR = {
    "curl": {"Accept": "*/*"},
    "fetch": {"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    "specified": {"Accept": "application/graphql-response+json;charset=utf-8, application/json;charset=utf-8"},
    "Apollo": {"Accept": "application/graphql-response+json,application/json;q=0.9"},
    "urql": {"Accept": "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"},
    "preflight": {"Accept": "text/html,*/*;q=0.8", "GraphQL-Preflight": "1"},
    "Apollo's preflight": {"Accept": "text/html,*/*;q=0.8", "Apollo-Require-Preflight": "true"},
    "JSON": {"Accept": "text/html,*/*;q=0.8", "Content-Type": "application/json"},
}
NOT_ASKED_FOR = {
    "form": {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"},
    "picture": {"Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"},
    "style": {"Accept": "text/css,*/*;q=0.1"},
    "script": {"Accept": "*/*", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    "link": {"Accept": "*/*", "Sec-Fetch-Mode": "navigate"},
    "form with another type": {"Accept": "text/html,*/*;q=0.8", "Content-Type": "text/plain"},
}


@pytest.mark.parametrize("headers", ASKED_FOR.values(), ids=ASKED_FOR)
async def test_a_get_of_a_graphql_client_is_answered(user: Client, headers: dict[str, str]) -> None:
    answer = await user.http.get("/graphql", params=ME, headers=user.headers | headers)
    assert answer.json()["data"] == {"viewer": {"id": str(user.id)}}


@pytest.mark.parametrize("headers", NOT_ASKED_FOR.values(), ids=NOT_ASKED_FOR)
async def test_a_get_that_another_site_may_have_sent_is_refused(user: Client, headers: dict[str, str]) -> None:
    answer = await user.http.get("/graphql", params=ME, headers=user.headers | headers)
    assert answer.status_code == 406
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "`Accept: application/graphql-response+json`" in error["message"]
    assert "`GraphQL-Preflight`" in error["message"]


PAGE = {"query": "{ tasks { nodes { id prompt } } }"}
NOT_CACHED = {
    "an answer": (PAGE, {}),
    "another media type": (PAGE, {"Accept": "application/graphql-response+json"}),
    "a compressed answer": (PAGE, {"Accept-Encoding": "gzip"}),
    "events": (PAGE, {"Accept": "text/event-stream"}),
    "parts": (PAGE, {"Accept": "multipart/mixed;subscriptionSpec=1.0"}),
    "errors": ({"query": "{ tasks(first: 101) { nodes { id } } }"}, {}),
    "an invalid document": ({"query": "{ nobody }"}, {}),
    "a mutation": ({"query": "mutation { __typename }"}, {}),
    "a hash that is not known": (
        {"extensions": '{"persistedQuery":{"version":1,"sha256Hash":"' + "0" * 64 + '"}}'},
        {},
    ),
    "no stream": ({"token": "unknown"}, {"Accept": "text/event-stream"}),
    "what another site may have asked": (PAGE, {"Accept": "text/css"}),
    "no token": (PAGE, {"Authorization": "Bearer"}),
}


@pytest.mark.parametrize(("params", "headers"), NOT_CACHED.values(), ids=NOT_CACHED)
async def test_no_cache_stores_an_answer(user: Client, params: dict[str, str], headers: dict[str, str]) -> None:
    for number in range(3):
        await user.task("createTask", prompt=f"a fox {number} " + "x" * 1_000)
    answer = await user.http.get("/graphql", params=params, headers=user.headers | headers)
    assert answer.headers["Cache-Control"].split(", ")[0] == "no-store"
    assert len(answer.headers.get_list("Cache-Control")) == 1
    assert ("a fox 2" in answer.text) == (params is PAGE and answer.status_code == 200)


@pytest.mark.parametrize("path", ["/export/unknown", "/nothing/here", "/tasks"])
async def test_no_cache_stores_other_answers_that_are_not_pages(user: Client, path: str) -> None:
    for headers in (user.headers, user.headers | {"Accept": "text/html"}):
        answer = await user.http.get(path, headers=headers)
        assert answer.headers["Cache-Control"].startswith("no-store"), answer
