"""Pages are those of the same list in memory, whatever is inserted, changed or deleted between them."""

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from models.tasks.task_list import TaskOrderField
from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_owner

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String, $where: TaskFilter, $orderBy: TaskOrder) {
  tasks(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy) {
    edges { cursor node { id createdAt } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount { value precision }
  } }"""
START = datetime(2025, 9, 18, 14, 30, 0, 123456, tzinfo=UTC)
INSERT = """INSERT INTO user_task_history
  (user_id, prompt, task_type, created_at, generation_time_ms, tokens_used, credits_deducted, completed_at, cost,
  updated_at, id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"""
DELETE = "UPDATE user_task_history SET deleted_at = now(), prompt = '' WHERE id = $1"


@dataclass(frozen=True)
class Row:
    task_type: str
    created_at: datetime
    generation_time_ms: int | None
    tokens_used: int
    credits_deducted: int
    completed_at: datetime | None = None
    cost: Decimal | None = None
    updated_at: datetime = START
    id: UUID = field(default_factory=uuid4)


# Few values, so that there are many ties; instants a microsecond apart.
ROWS = st.builds(
    Row,
    st.sampled_from(["image_generation", "image_edit"]),
    st.integers(0, 2).map(lambda n: START + timedelta(microseconds=n)),
    st.sampled_from([None, None, 0, 1, 5000]),
    st.integers(0, 1),
    st.just(1),
    st.sampled_from([None, START, START + timedelta(microseconds=1)]),
    st.sampled_from([None, None, Decimal(0), Decimal("0.000001"), Decimal("999999999999.999999")]),
    st.integers(0, 2).map(lambda n: START + timedelta(microseconds=n)),
    st.uuids(version=4),
)
ORDERS = st.tuples(
    st.sampled_from(list(TaskOrderField)),
    st.sampled_from(["ASC", "DESC"]),
)


@dataclass
class List:
    """A copy in memory of one user's tasks, with a filter and an order."""

    owner: asyncpg.Connection
    user: Client
    order: tuple[str, str]
    only: str | None
    rows: list[Row] = field(default_factory=list)
    ids: set[UUID] = field(default_factory=set)
    """The ids of `rows` and of the rows that were deleted."""

    async def insert(self, *rows: Row) -> None:
        self.ids.update(row.id for row in rows)
        await self.owner.executemany(INSERT, [(self.user.id, "a fox", *asdict(row).values()) for row in rows])
        self.rows += rows

    async def delete(self, index: int) -> Row:
        row = self.rows.pop(index % len(self.rows))
        await self.owner.execute(DELETE, row.id)
        return row

    def sort_key(self, row: Row) -> tuple[Any, ...]:
        """The key by which rows are ordered: those without a value last in both directions, equal values by ids."""
        name, direction = self.order
        value, sign = getattr(row, name), 1 if direction == "ASC" else -1
        number = value.timestamp() * 1_000_000 if isinstance(value, datetime) else value
        return (value is None, sign * (number or 0), sign * row.id.int)

    def sorted(self) -> list[Row]:
        matching = [row for row in self.rows if self.only in {None, row.task_type}]
        return sorted(matching, key=self.sort_key)

    async def page(self, size: int, cursor: str | None, *, backwards: bool) -> dict[str, Any]:
        names = ("last", "before") if backwards else ("first", "after")
        variables: dict[str, Any] = dict(zip(names, (size, cursor), strict=True))
        if self.only:
            variables["where"] = {"taskType": [self.only.upper()]}
        if self.order != ("created_at", "DESC"):
            variables["orderBy"] = {"field": self.order[0].upper(), "direction": self.order[1]}
        return dict((await self.user.data(PAGE, **variables))["tasks"])

    def check(self, page: dict[str, Any], size: int, last_seen: Row | None, *, backwards: bool) -> list[Row]:
        """Assert that the page has just the rows next to the last one seen, and return them."""
        expected = self.sorted()
        before = [row for row in expected if last_seen and self.sort_key(row) <= self.sort_key(last_seen)]
        after = [row for row in expected if not last_seen or self.sort_key(row) > self.sort_key(last_seen)]
        if backwards:
            before = [row for row in expected if not last_seen or self.sort_key(row) < self.sort_key(last_seen)]
            after = [row for row in expected if last_seen and self.sort_key(row) >= self.sort_key(last_seen)]
        shown = before[-size:] if backwards else after[:size]
        more = len(before if backwards else after) > size
        beyond = bool(after if backwards else before)
        info = page["pageInfo"]
        assert [edge["node"]["id"] for edge in page["edges"]] == [str(row.id) for row in shown]
        assert [node["id"] for node in page["nodes"]] == [str(row.id) for row in shown]
        assert [edge["node"]["createdAt"] for edge in page["edges"]] == [row.created_at.isoformat() for row in shown]
        assert (info["hasPreviousPage"], info["hasNextPage"]) == ((more, beyond) if backwards else (beyond, more))
        cursors = [edge["cursor"] for edge in page["edges"]] or [None]
        assert (info["startCursor"], info["endCursor"]) == (cursors[0], cursors[-1])
        assert page["totalCount"] == {"value": len(expected), "precision": "EXACT"}
        return shown


@pytest.mark.slow
@hypothesis_settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rows=st.lists(ROWS, max_size=14, unique_by=lambda row: row.id),
    order=ORDERS,
    only=st.sampled_from([None, None, "image_edit"]),
    backwards=st.booleans(),
    data=st.data(),
)
async def test_every_task_is_listed_once_in_order(
    settings: Settings,
    new_client: Callable[..., Client],
    rows: list[Row],
    order: tuple[str, str],
    only: str | None,
    backwards: bool,
    data: st.DataObject,
) -> None:
    async with as_owner(settings) as owner:
        # A user for each example: on a busy machine, the statements of all together cost more than one may use.
        tasks = List(owner, new_client(), order, only)
        try:
            await tasks.insert(*rows)
            await walk(tasks, data, backwards=backwards)
        finally:
            await owner.execute("DELETE FROM user_task_history WHERE user_id = $1", tasks.user.id)  # ids come again


async def walk(tasks: List, data: st.DataObject, *, backwards: bool) -> None:
    """Read page after page, while tasks are inserted, changed and deleted in between."""
    throughout, seen = {row.id for row in tasks.sorted()}, list[UUID]()
    cursor, last_seen = None, None
    while True:
        size = data.draw(st.integers(1, 5), "page size")
        page = await tasks.page(size, cursor, backwards=backwards)
        shown = tasks.check(page, size, last_seen, backwards=backwards)
        seen += [row.id for row in shown]
        if not page["pageInfo"]["hasPreviousPage" if backwards else "hasNextPage"]:
            break
        cursor = page["pageInfo"]["startCursor" if backwards else "endCursor"]
        last_seen = shown[0 if backwards else -1]
        throughout -= await meanwhile(tasks, data)
    assert len(seen) == len(set(seen))
    assert throughout <= set(seen)


async def meanwhile(tasks: List, data: st.DataObject) -> set[UUID]:
    if data.draw(st.booleans(), "insert"):
        row = data.draw(ROWS)
        if row.id not in tasks.ids and len(tasks.rows) < 20:
            await tasks.insert(row)
    if data.draw(st.booleans(), "delete") and tasks.rows:
        return {(await tasks.delete(data.draw(st.integers(0, 20)))).id}
    return set()


async def test_a_cursor_has_microseconds_and_outlives_its_task(settings: Settings, user: Client) -> None:
    async with as_owner(settings) as owner:
        tasks = List(owner, user, ("created_at", "DESC"), None)
        for n in range(5):
            await tasks.insert(Row("image_edit", START + timedelta(microseconds=n), None, 0, 0))
        cursor = (await tasks.page(3, None, backwards=False))["pageInfo"]["endCursor"]
        document = base64.urlsafe_b64decode(cursor + "==")
        assert (json.loads(document)[0], document.count(b"14:30:00.123458+00:00")) == (1, 1)
        gone = await tasks.delete(2)
        rest = await tasks.page(3, cursor, backwards=False)
        assert [edge["node"]["createdAt"][-15:] for edge in rest["edges"]] == ["00.123457+00:00", "00.123456+00:00"]
        assert tasks.check(rest, 3, gone, backwards=False) == tasks.sorted()[2:]


async def test_a_page_after_deleted_tasks_is_empty(settings: Settings, user: Client) -> None:
    """The page is empty, and says that there are rows on its other side."""
    async with as_owner(settings) as owner:
        tasks = List(owner, user, ("generation_time_ms", "ASC"), None)
        for n in (None, 1, 2):
            await tasks.insert(Row("image_edit", START, n, 0, 0))
        first = await tasks.page(1, None, backwards=False)
        last_seen = tasks.sorted()[0]
        for row in tasks.sorted()[1:]:
            await tasks.delete(tasks.rows.index(row))
        empty = await tasks.page(1, first["pageInfo"]["endCursor"], backwards=False)
        assert tasks.check(empty, 1, last_seen, backwards=False) == []
        await tasks.delete(0)
        empty = await tasks.page(1, first["pageInfo"]["endCursor"], backwards=False)
        assert tasks.check(empty, 1, last_seen, backwards=False) == []


STARTING_AT = """query ($at: DateTime!, $where: TaskFilter, $orderBy: TaskOrder, $last: Int) {
  tasks(startingAt: $at, last: $last, where: $where, orderBy: $orderBy) {
    nodes { createdAt } pageInfo { hasPreviousPage startCursor } } }"""


async def test_a_page_begins_at_an_instant(settings: Settings, user: Client) -> None:
    instants = [(START + timedelta(hours=n)).isoformat() for n in range(4)]
    async with as_owner(settings) as owner:
        tasks = List(owner, user, ("created_at", "DESC"), "image_edit")
        for n in range(4):
            await tasks.insert(Row("image_edit", START + timedelta(hours=n), None, 0, 0))
    given: dict[str, Any] = {"at": instants[2], "where": {"taskType": ["IMAGE_EDIT"]}}
    found = (await user.data(STARTING_AT, **given))["tasks"]
    assert [node["createdAt"] for node in found["nodes"]] == instants[2::-1]
    assert found["pageInfo"]["hasPreviousPage"]
    later = await tasks.page(5, found["pageInfo"]["startCursor"], backwards=True)
    assert [node["node"]["createdAt"] for node in later["edges"]] == [instants[3]]
    given["orderBy"] = {"direction": "ASC"}
    found = (await user.data(STARTING_AT, **given))["tasks"]
    assert [node["createdAt"] for node in found["nodes"]] == instants[2:]
    wrong_with: list[tuple[dict[str, Any], str]] = [
        ({"last": 1}, "is where a page begins"),
        ({"orderBy": {"field": "TOKENS_USED"}}, "order by"),
    ]
    for wrong, reason in wrong_with:
        error = await user.error(STARTING_AT, **given | wrong)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert reason in error["message"]
