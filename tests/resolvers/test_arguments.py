"""Wrong arguments of queries are refused with a message that says what is expected."""

import base64
import json
from typing import Any

import pytest

from tests.api import Client

NO_UUID = "is not a UUID, such as 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b."
NOT_FOR_THIS_LIST = "was not made for this list"

QUERIES = {
    "tasks(first: 0)": "`first` must be 1 to 100; it is 0.",
    "tasks(first: -1)": "`first` must be 1 to 100; it is -1.",
    "tasks(first: 101)": "`first` must be 1 to 100; it is 101.",
    "tasks(last: 0)": "`last` must be 1 to 100; it is 0.",
    "tasks(last: 101)": "`last` must be 1 to 100; it is 101.",
    "tasks(first: 1, last: 1)": "Give `first` (with `after`) or `last` (with `before`), not both.",
    'tasks(after: "x", last: 1)': "`after` goes with `first`; to page backwards, give `last` with `before`.",
    'tasks(after: "x", before: "x")': "`after` goes with `first`; to page backwards, give `last` with `before`.",
    'tasks(before: "x", first: 1)': "`before` goes with `last`; to page forwards, give `first` with `after`.",
    'tasks(after: "x")': "`after`: This cursor " + NOT_FOR_THIS_LIST,
    'tasks(before: "")': "`before`: This cursor " + NOT_FOR_THIS_LIST,
    'tasks(after: "图\\u0000")': NOT_FOR_THIS_LIST,
    'tasks(where: {search: ""})': "`where.search`: Must have at least 1 character",
    f'tasks(where: {{search: "{"x" * 201}"}})': "`where.search`: Must have at most 200 characters",
    'tasks(where: {search: "\\u0000"})': "`where.search`: Must not contain the NUL character",
    'tasks(where: {modelVersion: ["x", "\\u0000"]})': "Must not contain the NUL character",
    'tasks(where: {aspectRatio: ["\\u0000"]})': "Must not contain the NUL character",
    'tasks(where: {createdAt: {gte: "2026-01-02T00:00:00Z", lt: "2026-01-01T00:00:00Z"}})': (
        "`where.createdAt`: `gte` must not be after `lt`."
    ),
    'node(id: "x")': f"`id`: 'x' {NO_UUID}",
    'node(id: "")': NO_UUID,
    "task(id: 1)": f"`id`: '1' {NO_UUID}",
    f'nodes(ids: ["1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b", "{"y" * 1000}"])': f"`ids`: '{'y' * 50}' {NO_UUID}",
    f"nodes(ids: {json.dumps(['x'] * 101)})": "`ids` takes up to 100 ids at once; there are 101.",
    'statisticsHistory(period: ALL_TIME, from: "2026-01-01", to: "2026-01-02")': "`period` must be DAY, WEEK or MONTH",
    'statisticsHistory(period: DAY, from: "2026-01-02", to: "2026-01-01")': (
        "`from` (2026-01-02) must not be after `to` (2026-01-01)."
    ),
    'statisticsHistory(period: DAY, from: "2025-01-01", to: "2026-02-06")': "more than 400 entries",
    'statisticsHistory(period: DAY, from: "0001-01-01", to: "9999-12-31")': "more than 400 entries",
    'statisticsHistory(period: WEEK, from: "0001-01-01", to: "9999-12-31")': "more than 400 entries",
    'statisticsHistory(period: MONTH, from: "0001-01-01", to: "9999-12-31")': "more than 400 entries",
    'tasks(where: {createdAt: {gte: "2026-01-01T00:00:00"}})': "expected ISO 8601 with an offset",
    'tasks(where: {createdAt: {gte: "yesterday"}})': "'yesterday' is not an instant",
    "tasks(where: {createdAt: {gte: 1767225600}})": "is not an instant",
    'tasks(where: {createdAt: {gte: "0001-01-01T00:00:00+14:00"}})': "is not an instant",
    'tasks(where: {createdAt: {lt: "9999-12-31T23:59:59-14:00"}})': "is not an instant",
    'statistics(date: "2026-02-30")': "'2026-02-30' is not a date: expected ISO 8601",
    'statistics(date: "2026-01-01T00:00:00Z")': "is not a date",
    'statistics(date: "10000-01-01")': "is not a date",
}
SELECTIONS = {"tasks": "nodes { id }", "node": "id", "task": "id", "nodes": "id"}


async def test_queries(user: Client) -> None:
    for field, said in QUERIES.items():
        selection = SELECTIONS.get(field.partition("(")[0], "totalTasks")
        error = await user.error(f"{{ {field} {{ {selection} }} }}")
        assert error["extensions"] == {"code": "BAD_USER_INPUT"}, field
        assert said in error["message"], field


VARIABLES: list[tuple[str, str, Any]] = [
    ("tasks(first: $value)", "Int", 2**31),
    ("tasks(first: $value)", "Int", "1"),
    ("tasks(first: $value)", "Int", 1.5),
    ("tasks(after: $value)", "String", 1),
    ("tasks(where: $value)", "TaskFilter", {"modelVersion": ["x"] * 101}),
    ("tasks(where: $value)", "TaskFilter", {"status": ["PENDING"] * 300}),
    ("tasks(where: $value)", "TaskFilter", {"status": ["pending"]}),
    ("tasks(where: $value)", "TaskFilter", {"unknown": 1}),
    ("tasks(where: $value)", "TaskFilter", {"createdAt": {"lt": "2026-01-01T00:00:00"}}),
    ("tasks(where: $value)", "TaskFilter", {"createdAt": {"lt": "9999-12-31T23:59:59-14:00"}}),
    ("tasks(orderBy: $value)", "TaskOrder", {"field": None}),
    ("tasks(orderBy: $value)", "TaskOrder", {"field": "ID"}),
    ("node(id: $value)", "ID!", None),
    ("nodes(ids: $value)", "[ID!]!", ["\0"]),
    ("nodes(ids: $value)", "[ID!]!", [None]),
    ("statistics(date: $value)", "Date", "2026-02-30"),
    ("statistics(date: $value)", "Date", 20260101),
]


@pytest.mark.slow
async def test_variables(user: Client) -> None:
    for field, kind, value in VARIABLES:
        selection = SELECTIONS.get(field.partition("(")[0], "totalTasks")
        answer = await user.post(f"query ($value: {kind}) {{ {field} {{ {selection} }} }}", value=value)
        [error] = answer["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT", (field, str(value)[:50].encode("utf-8", "replace"))


# A cursor is JSON in base64: a made-up value must not reach the database.
CURSORS: list[Any] = [
    [1, "created_at desc", "0001-01-01T00:00:00+14:00", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"],
    [1, "created_at desc", "9999-12-31T23:59:59-14:00", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"],
    [1, "created_at desc", "2026-01-01T00:00:00", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"],
    [1, "created_at desc", 1, "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"],
    [1, "created_at desc", "2026-01-01T00:00:00Z", "x"],
    [1, "created_at desc", "2026-01-01T00:00:00Z", None],
    [1, "created_at asc", "2026-01-01T00:00:00Z", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"],
    [2, "created_at desc", "2026-01-01T00:00:00Z", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"],
    [1, "created_at desc", "2026-01-01T00:00:00Z"],
    [],
    {},
    1,
    None,
]


async def test_made_up_cursors(user: Client) -> None:
    for cursor in CURSORS:
        encoded = base64.urlsafe_b64encode(json.dumps(cursor, separators=(",", ":")).encode()).decode().rstrip("=")
        for argument in ("after", "before"):
            query = f"query ($cursor: String) {{ tasks({argument}: $cursor) {{ nodes {{ id }} }} }}"
            error = await user.error(query, cursor=encoded)
            assert error["extensions"] == {"code": "BAD_USER_INPUT"}, (cursor, error)
            assert NOT_FOR_THIS_LIST in error["message"]


async def test_far_dates_are_dates(user: Client) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        for period in ("DAY", "WEEK", "MONTH", "ALL_TIME"):
            query = f'{{ statistics(period: {period}, date: "{day}") {{ totalTasks periodDate }} }}'
            statistics = (await user.data(query))["statistics"]
            assert statistics["totalTasks"] == 0
            assert (statistics["periodDate"] is None) is (period == "ALL_TIME")
    query = '{ statisticsHistory(period: DAY, from: "9999-12-30", to: "9999-12-31") { periodDate } }'
    assert (await user.data(query))["statisticsHistory"] == [{"periodDate": "9999-12-30"}]
    query = '{ statisticsHistory(period: DAY, from: "2025-01-01", to: "2026-02-05") { periodDate } }'
    assert len((await user.data(query))["statisticsHistory"]) == 400
    query = '{ statisticsHistory(period: DAY, from: "2025-01-01", to: "2025-01-01") { periodDate } }'
    assert (await user.data(query))["statisticsHistory"] == []
    between = '{gte: "0001-01-01T00:00:00Z", lt: "9999-12-31T23:59:59.999999Z"}'
    await user.task("createTask", prompt="A fox")
    listed = await user.data(f"{{ tasks(where: {{createdAt: {between}}}) {{ totalCount {{ value }} }} }}")
    assert listed["tasks"]["totalCount"]["value"] == 1


async def test_an_empty_list_matches_nothing(user: Client) -> None:
    await user.task("createTask", prompt="A fox", modelVersion="x", aspectRatio="1:1")
    for name in ("status", "taskType", "modelVersion", "aspectRatio"):
        data = await user.data(f"{{ tasks(where: {{{name}: []}}) {{ nodes {{ id }} totalCount {{ value }} }} }}")
        assert data["tasks"] == {"nodes": [], "totalCount": {"value": 0}}
