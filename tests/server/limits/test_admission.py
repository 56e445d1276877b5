"""Documents and variables beyond a limit are refused before they are executed; the error names the limit."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from graphql import get_introspection_query

from schema.schema import schema
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process

GRAPHQL = "application/graphql-response+json"
PAGE = "query ($first: Int) { tasks(first: $first) { nodes { id originalImage { url } generatedImage { url } } } }"


async def refused(user: Client, query: str, **variables: Any) -> str:
    """Return the message of the only error, which must be the same for both media types, each with its status."""
    request = {"query": query, "variables": variables}
    for accept, status in ((GRAPHQL, 400), ("application/json", 200)):
        response = await user.http.post("/graphql", json=request, headers=user.headers | {"Accept": accept})
        assert response.status_code == status
        assert "data" not in response.json()
        [error] = response.json()["errors"]
        assert error["extensions"] == {"code": "QUERY_TOO_COSTLY"}
    return str(error["message"])


FRAGMENT_CHAIN = (
    "{ ...a0 } "
    + "".join(f"fragment a{n} on Query {{ ...a{n + 1} ...a{n + 1} }} " for n in range(20))
    + "fragment a20 on Query { viewer { id } }"
)

DOCUMENTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "MAX_DOCUMENT_TOKENS": (1_000, lambda n: "{ viewer { id } }" + "#\n" * (n - 6)),
    "MAX_DOCUMENT_ALIASES": (30, lambda n: "{ viewer { " + "".join(f"a{one}: id " for one in range(n)) + "} }"),
    "MAX_DOCUMENT_DIRECTIVES": (50, lambda n: "{ viewer { id " + "@skip(if: true) " * n + "} }"),
    "MAX_DOCUMENT_FRAGMENTS": (30, lambda n: "{ viewer { " + "... { id } " * n + "} }"),
    "MAX_ROOT_FIELDS": (20, lambda n: "{ " + "".join(f"a{one}: viewer {{ id }} " for one in range(n)) + "}"),
    "MAX_DOCUMENT_DEPTH": (15, lambda n: "{ a " * n + "}" * n),
}
"""By limit, its value and a document of any size in what it limits."""


@pytest.mark.parametrize("limit", DOCUMENTS)
async def test_a_document_that_is_too_much(user: Client, limit: str) -> None:
    most, sized = DOCUMENTS[limit]
    assert f"({limit})" in await refused(user, sized(most + 1))
    assert "QUERY_TOO_COSTLY" not in str(await user.post(sized(most)))


LONG = {
    "a comment": "{ viewer { id } } #" + "x" * 1_000_000,
    "a name": "{ viewer { " + "x" * 1_000_000 + " } }",
    "a text": '{ tasks(where: {search: "' + "x" * 1_000_000 + '"}) { nodes { id } } }',
    "a block of text": '{ tasks(where: {search: """' + "x\n" * 500_000 + '"""}) { nodes { id } } }',
    "escapes": '{ tasks(where: {search: "' + r"\u0041" * 200_000 + '"}) { nodes { id } } }',
    "nothing": "{ viewer { id } }" + " " * 1_000_000,
}


@pytest.mark.parametrize("document", LONG.values(), ids=LONG)
async def test_a_document_that_is_too_long(user: Client, document: str) -> None:
    assert "at most 100,000, 100 for each token (MAX_DOCUMENT_TOKENS)" in await refused(user, document)


async def test_a_document_may_have_a_prompt_of_any_length(user: Client) -> None:
    prompt = "画" * 10_000
    created = await user.data(f'mutation {{ createTask(input: {{prompt: "{prompt}"}}) {{ task {{ prompt }} }} }}')
    assert created["createTask"]["task"]["prompt"] == prompt


NUMBERS = {
    "{ tasks(first: 9…) { nodes { id } } }": "BAD_USER_INPUT",
    "{ tasks(first: -9…) { nodes { id } } }": "BAD_USER_INPUT",
    "query ($first: Int = 9…) { tasks(first: $first) { nodes { id } } }": "BAD_USER_INPUT",
    "{ task(id: 9…) { id } }": "BAD_USER_INPUT",
    "{ statistics(date: 9…) { totalTasks } }": "BAD_USER_INPUT",
    "{ tasks(first: 1e9…) { nodes { id } } }": "GRAPHQL_VALIDATION_FAILED",
    '{ statistics(date: "nan") { totalTasks } }': "BAD_USER_INPUT",
    "{ statistics(date: nan) { totalTasks } }": "BAD_USER_INPUT",
}


@pytest.mark.parametrize("document", NUMBERS)
async def test_an_unreadable_number_in_a_document_is_refused(
    user: Client, document: str, caplog: pytest.LogCaptureFixture
) -> None:
    error = await user.error(document.replace("9…", "9" * 5_000))
    assert error["extensions"] == {"code": NUMBERS[document]}
    assert caplog.records == []


@pytest.mark.parametrize(
    ("first", "code"),
    [("9" * 5_000, "BAD_REQUEST"), ("1e400", "BAD_REQUEST"), ("1e300", "BAD_USER_INPUT"), ("9" * 30, "BAD_USER_INPUT")],
)
async def test_an_unreadable_number_in_a_variable_is_refused(
    user: Client, first: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = f'{{"query": "{PAGE}", "variables": {{"first": {first}}}}}'
    headers = user.headers | {"Content-Type": "application/json"}
    [error] = (await user.http.post("/graphql", content=body, headers=headers)).json()["errors"]
    assert error["extensions"]["code"] == code
    assert caplog.records == []


async def test_only_the_first_of_many_errors_is_reported(user: Client) -> None:
    error = await user.error("{ __typename " + "@aa " * 40 + "}")
    assert error["message"] == "Unknown directive '@aa'."
    error = await user.error("{ viewer { " + "".join(f"unknown{n} " for n in range(300)) + "} }")
    assert error["message"].startswith("Cannot query field 'unknown0' on type 'Viewer'.")


WHERE = "query ($where: TaskFilter) { tasks(where: $where) { nodes { id } } }"


@pytest.mark.slow
@pytest.mark.parametrize("where", [{"status": ["PENDIN"] * 50_000}, {f"status{n}": 1 for n in range(50_000)}])
async def test_variables_of_many_values(user: Client, where: dict[str, Any]) -> None:
    """If they were not refused, coercing them, and looking for names similar to wrong ones, would take minutes."""
    assert await refused(user, WHERE, where=where) == "The variables hold more than 10,000 values."


@pytest.mark.slow
async def test_nothing_is_suggested_for_long_values(user: Client) -> None:
    before = process_time()
    error = await user.error(WHERE, where={"status": ["PENDING" * 2_000_000]})
    assert process_time() - before < 1  # graphql-core alone took two, in which nobody else was answered
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert len(error["message"]) < 2_000


async def test_of_many_wrong_values_in_variables_50_are_reported(
    user: Client, new_client: Callable[..., Client]
) -> None:
    for client in (user, new_client(role="admin")):
        for _ in range(2):
            *errors, last = (await client.post(WHERE, where={"status": ["PENDIN"] * 9_900}))["errors"]
            assert len(errors) == 50
            assert "Value 'PENDIN' does not exist in 'TaskStatus' enum." in errors[-1]["message"]
            assert errors[-1]["extensions"]["field"] == ["where", "status", "49"]
            assert last["message"] == "Too many errors processing variables, error limit reached. Execution aborted."
            assert last["extensions"] == {"code": "BAD_USER_INPUT"}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{" * 900, "GRAPHQL_PARSE_FAILED"),
        ("{a" * 400 + "}" * 400, "GRAPHQL_PARSE_FAILED"),
        ("{ tasks(first: " + "[" * 450 + "]" * 450 + ") { nodes { id } } }", "GRAPHQL_PARSE_FAILED"),
        ("{ tasks(where: " + "{a: " * 300 + "1" + "}" * 300 + ") { nodes { id } } }", "GRAPHQL_PARSE_FAILED"),
        ("query ($a: " + "[" * 480 + "Int" + "]" * 480 + ") { viewer { id } }", "GRAPHQL_PARSE_FAILED"),
        ("{ tasks(first: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]) { nodes { id } } }", "QUERY_TOO_COSTLY"),
        (FRAGMENT_CHAIN, "QUERY_TOO_COSTLY"),
        ("{ ...a } fragment a on Query { viewer { id } ...a }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_deep_nesting_of_any_kind(user: Client, document: str, code: str) -> None:
    assert (await user.error(document))["extensions"]["code"] == code


async def test_repeated_fields_are_counted_as_aliases(user: Client) -> None:
    # Validation would compare each of them with all others.
    assert "aliases and repeated fields" in await refused(user, "{ viewer { " + "plan { name } " * 32 + "} }")


async def test_the_cost_is_a_setting(settings: Settings) -> None:
    query = "query ($yes: Boolean!) { me: viewer { ... { id @include(if: $yes) plan { name } } } viewer { id } }"
    async with in_process(settings, max_cost=35) as application:
        assert "errors" not in await application.new_client().post(query, yes=True)
    async with in_process(settings, max_cost=34) as application:
        assert "MAX_COST" in await refused(application.new_client(), query, yes=True)


async def test_an_answer_reports_its_cost(user: Client) -> None:
    """The cost is in whole units; tests/schema/execution/cost/test_operation_cost.py tests how it is computed."""
    costs = {
        "{ viewer { id } }": 13,
        "{ tasks(first: 10) { nodes { id prompt } } }": 52,
        'mutation { createTask(input: {prompt: "a fox"}) { task { id } } }': 58,
    }
    left = 100_000
    for query, cost in costs.items():
        shown = (await user.post(query))["extensions"]["cost"]
        left -= cost
        assert shown == {"requested": cost, "maximum": 5_000, "remaining": left}, query


async def test_variables_count_with_their_values(user: Client) -> None:
    async def requested(query: str, **variables: Any) -> int:
        return int((await user.post(query, **variables))["extensions"]["cost"]["requested"])

    assert await requested(PAGE, first=100) - await requested(PAGE, first=50) == pytest.approx(50 * 3.625, abs=1)
    assert await requested(PAGE) == await requested(PAGE, first=None) == await requested(PAGE, first=50)
    assert await requested(PAGE, first=100.0) == await requested(PAGE, first=100)
    with_default = PAGE.replace("$first: Int", "$first: Int = 100")
    assert await requested(with_default) > await requested(with_default, first=50) + 50 * 3


@pytest.mark.parametrize("first", [10**6, -(10**6), 2**31 - 1, "100", 1.5, True, [1], {"a": 1}])
async def test_an_invalid_page_size_is_refused_by_its_resolver(user: Client, first: Any) -> None:
    assert (await user.error(PAGE, first=first))["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.slow
async def test_introspection_is_for_administrators(user: Client, new_client: Callable[..., Client]) -> None:
    for query in (
        get_introspection_query(),
        '{ __type(name: "Query") { name } }',
        "{ ...a } fragment a on Query { __schema { types { name } } }",
    ):
        error = await user.error(query)
        assert error["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
        assert "INTROSPECTION" in error["message"]
    schema = (await new_client(role="admin").data(get_introspection_query()))["__schema"]
    assert "TaskRecord" in {kind["name"] for kind in schema["types"]}
    assert (await user.data("{ __typename viewer { __typename } }"))["viewer"] == {"__typename": "Viewer"}


UNKNOWN = {
    "{ viewr { id } }": "Cannot query field 'viewr' on type 'Query'.",
    "{ statistics(period: DAYS) { totalTasks } }": "Value 'DAYS' does not exist in 'StatisticsPeriod' enum.",
}


async def test_similar_names_are_suggested_only_to_users_who_may_read_the_schema(
    user: Client, new_client: Callable[..., Client]
) -> None:
    administrator = new_client(role="admin")
    for query, message in UNKNOWN.items():
        for _ in range(2):  # documents are shared by users, their errors are not
            assert (await administrator.error(query))["message"].startswith(f"{message} Did you mean")
            assert (await user.error(query))["message"] == message
    for client, is_suggested in ((administrator, True), (user, False)):
        assert ("Did you mean" in (await client.error(WHERE, where={"stats": []}))["message"]) is is_suggested


@pytest.mark.slow
async def test_introspection_is_a_setting(settings: Settings) -> None:
    async with in_process(settings, introspection="everyone") as application:
        user = application.new_client()
        assert "__schema" in await user.data(get_introspection_query())
        assert "Did you mean" in (await user.error("{ viewr { id } }"))["message"]
    async with in_process(settings, introspection="nobody") as application:
        user = application.new_client(role="admin")
        assert await user.error_code("{ __schema { types { name } } }") == "GRAPHQL_VALIDATION_FAILED"
        assert "Did you mean" not in (await user.error("{ viewr { id } }"))["message"]


async def test_an_operation_that_costs_too_much_is_not_validated(user: Client) -> None:
    search = 'tasks(where: {search: "x"}) { nodes { id } }'
    expensive = "query Expensive { " + " ".join(f"a{n}: {search}" for n in range(20)) + " }"
    assert "(MAX_COST)" in await refused(user, expensive)
    assert schema.documents.validated(expensive) is None
    cheap = "query Cheap { viewer { id } }"
    await user.data(cheap)
    assert schema.documents.validated(cheap)
