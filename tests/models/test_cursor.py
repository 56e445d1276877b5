"""A cursor of another list, or an invented one, is rejected."""

import base64
import json
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.api import Client

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String, $where: TaskFilter, $orderBy: TaskOrder) {
  tasks(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""
KIND = "created_at desc"
ID = "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"
INSTANT = "2025-09-18T14:30:00.123456+00:00"


def encoded(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


async def refused(user: Client, cursor: str, argument: str = "after", **variables: Any) -> None:
    error = await user.error(PAGE, **{argument: cursor}, **variables)
    assert error["extensions"]["code"] == "BAD_USER_INPUT", error
    assert error["message"].startswith(f"`{argument}`: This cursor was not made for this list"), error


async def cursor_of(user: Client, **variables: Any) -> str:
    page = (await user.data(PAGE, **variables))["tasks"]
    return str(page["pageInfo"]["endCursor"])


async def test_a_cursor_goes_with_its_order_and_filter_fields(user: Client) -> None:
    for aspect_ratio in ("1:1", "16:9"):
        await user.task("createTask", prompt="a fox", aspectRatio=aspect_ratio)
    plain = await cursor_of(user)
    filtered = await cursor_of(user, where={"status": ["PENDING"]})
    await user.data(PAGE, after=plain)
    await user.data(PAGE, after=plain, where={})
    await user.data(PAGE, before=plain)
    await user.data(PAGE, after=filtered, where={"status": ["FAILED", "PENDING"]})

    await refused(user, plain, orderBy={"field": "CREATED_AT", "direction": "ASC"})
    await refused(user, plain, orderBy={"field": "TOKENS_USED", "direction": "DESC"})
    await refused(user, plain, where={"status": ["PENDING"]})
    await refused(user, plain, "before", where={"search": "fox"})
    await refused(user, filtered)
    await refused(user, filtered, where={"status": ["PENDING"], "aspectRatio": ["1:1"]})


async def test_other_documents_and_altered_cursors_are_refused(user: Client) -> None:
    values: list[object] = [7, None, True, [], "2025-09-18T14:30:00", "2025-09-18", "\0"]
    documents: list[object] = [
        *([version, KIND, INSTANT, ID] for version in (2, 0, "1")),
        *([1, KIND, INSTANT, *ids] for ids in ([], [ID, ID], ["not an id"], [None], [7])),
        *([1, KIND, value, ID] for value in values),
        [1, KIND, "0001-01-01T00:00:00+14:00", ID],
        [1, KIND, "9999-12-31T23:59:59-14:00", ID],
        *({"version": 1}, None, 1, "text", []),
    ]
    for document in documents:
        for argument in ("after", "before"):
            await refused(user, encoded(document), argument)
    await user.task("createTask", prompt="a fox")
    cursor = await cursor_of(user)
    for wrong in ("", " ", "=", "AAAA", cursor + "!", " " + cursor, cursor + "\n", "é", "\0", cursor * 2, "x" * 10_000):
        await refused(user, wrong)
    for length in range(1, len(cursor), 7):
        await refused(user, cursor[:length])


async def test_numbers_are_those_that_a_column_holds(user: Client) -> None:
    order = {"field": "GENERATION_TIME_MS", "direction": "ASC"}
    kind = "generation_time_ms asc"
    right: list[object] = [None, 0, 2**31 - 1]
    for value in right:
        await user.data(PAGE, after=encoded([1, kind, value, ID]), orderBy=order)
    for value in (2**31, -(2**31) - 1, 10**30, 1.5, True, "1", INSTANT):
        await refused(user, encoded([1, kind, value, ID]), orderBy=order)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=60).map(lambda content: base64.urlsafe_b64encode(content).decode()),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
        lambda inner: st.lists(inner, max_size=5),
        max_leaves=8,
    ).map(encoded),
    st.tuples(st.just(1), st.just(KIND), st.datetimes().map(str) | st.text() | st.integers(), st.just(ID)).map(encoded),
)


@hypothesis_settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=TEXTS, argument=st.sampled_from(["after", "before"]))
async def test_anything_at_all_is_refused(user: Client, cursor: str, argument: str) -> None:
    await refused(user, cursor, argument)


@hypothesis_settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instant=st.datetimes(timezones=st.timezones()), id=st.uuids())
async def test_any_instant_is_a_place(user: Client, instant: Any, id: Any) -> None:
    """It is a position in the list, or is refused if it is past the calendar's end in UTC: never an internal error."""
    answer = await user.post(PAGE, after=encoded([1, KIND, instant.isoformat(), str(id)]))
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    assert codes in ([], ["BAD_USER_INPUT"])
