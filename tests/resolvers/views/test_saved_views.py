"""Filters and orders that users keep: each user has their own, in an order of theirs, up to a number and a size."""

import asyncio
from typing import Any
from uuid import uuid4

from models.views.view_record import MAX_VIEWS
from tests.api import Client, NewClient

SAVED = "savedView { id name where orderBy { field direction } createdAt }"
LIST = "{ savedViews { id name where orderBy { field direction } } }"
FIND = (
    "query ($where: TaskFilter, $orderBy: TaskOrder) { tasks(where: $where, orderBy: $orderBy) { nodes { prompt } } }"
)
WHERE = {
    "status": ["PENDING", "FAILED"],
    "taskType": ["IMAGE_GENERATION"],
    "search": '"狐狸" -hen',
    "createdAt": {"gte": "2025-01-01T00:00:00Z"},
    "metadata": [{"key": "job", "value": "1"}],
    "isStarred": False,
    "labels": [],
}


FILTER = """query ($id: ID!) { node(id: $id) { ... on SavedView { name where filter {
  status taskType search createdAt { gte lt } metadata { key value } isStarred labels board } } } }"""


async def save(user: Client, name: str, **input: Any) -> dict[str, Any]:
    payload = await user.mutate("saveView", SAVED, name=name, **input)
    assert payload["errors"] == [], payload
    return dict(payload["savedView"])


async def listed(user: Client) -> list[dict[str, Any]]:
    return list((await user.data(LIST))["savedViews"])


async def names(user: Client) -> str:
    return "".join(view["name"] for view in await listed(user))


async def test_a_view_is_stored_and_changed_by_its_id(user: Client) -> None:
    view_id = str(uuid4())
    order = {"field": "GENERATION_TIME_MS", "direction": "ASC"}
    made = await save(user, "等待", id=view_id, where=WHERE, orderBy=order)
    assert made | {"createdAt": ""} == {
        "id": view_id,
        "name": "等待",
        "where": WHERE,
        "orderBy": order,
        "createdAt": "",
    }
    assert await save(user, "等待", id=view_id, where=WHERE, orderBy=order) == made
    assert await save(user, "Waiting", id=view_id) == made | {"name": "Waiting"}
    found = (await user.data(FILTER, id=view_id))["node"]
    created = {"gte": "2025-01-01T00:00:00+00:00", "lt": None}
    assert found == {"name": "Waiting", "where": WHERE, "filter": {**WHERE, "createdAt": created, "board": None}}
    for prompt in ("A fox", "A hen"):
        await user.task("createTask", prompt=prompt)
    changed = await save(user, "Foxes", id=view_id, where={"search": "fox"})
    found = await user.data(FIND, where=changed["where"], orderBy=changed["orderBy"])
    assert [task["prompt"] for task in found["tasks"]["nodes"]] == ["A fox"]
    everything = await save(user, "All")
    assert (everything["where"], everything["orderBy"]) == ({}, {"field": "CREATED_AT", "direction": "DESC"})
    assert [view["id"] for view in await listed(user)] == [view_id, everything["id"]]
    assert (await user.mutate("deleteView", "deletedViewId", id=view_id))["deletedViewId"] == view_id
    assert (await user.refused("deleteView", "deletedViewId", id=view_id))["code"] == "NOT_FOUND"
    assert await names(user) == "All"


async def test_views_come_in_the_order_that_they_are_put_in(user: Client) -> None:
    ids = {name: (await save(user, name))["id"] for name in "abcd"}
    for name, position, order in (("d", 0, "dabc"), ("a", 2, "dbac"), ("b", 99, "dacb"), ("a", 1, "dacb")):
        await save(user, name, id=ids[name], position=position)
        assert await names(user) == order
    await user.mutate("deleteView", "deletedViewId", id=ids["a"])
    await save(user, "e", position=1)
    await save(user, "f")
    assert await names(user) == "decbf"


async def test_invalid_views_are_refused(user: Client) -> None:
    kept = await save(user, "Foxes")
    refused = await user.refused("saveView", f"{SAVED} errors {{ details }}", name="Foxes", where={"search": "hen"})
    assert (refused["code"], refused["field"]) == ("CONFLICT", ["input", "name"])
    assert refused["details"] == {"savedViewId": kept["id"]}
    size = '{"modelVersion": [""]}'
    for given, field in (
        ({"name": " "}, ["name"]),
        ({"name": "\u200b\u2800\u3164"}, ["name"]),  # nothing is visible
        ({"name": "x" * 101}, ["name"]),
        ({"name": "x", "position": -1}, ["position"]),
        ({"name": "x", "where": {"search": "\0"}}, ["where", "search"]),
        ({"name": "x", "where": {"modelVersion": ["狐" * 1366]}}, ["where"]),
    ):
        refused = await user.refused("saveView", SAVED, **given)
        assert (refused["code"], refused["field"]) == ("INVALID", ["input", *field]), given
    assert refused["message"] == f"Must have at most 4,096 bytes as JSON, and has {3 * 1366 + len(size):,}"
    longest = "狐" * 1350 + "x" * (4096 - 3 * 1350 - len(size))
    assert (await save(user, "Long", where={"modelVersion": [longest]}))["where"] == {"modelVersion": [longest]}
    many = " ".join("abcdefghijklmnopqrstuvwxyz0123456789")  # more words than a search may have
    assert (await save(user, many))["name"] == many
    assert await names(user) == f"FoxesLong{many}"


async def test_at_most_a_hundred_views_are_stored(user: Client) -> None:
    for start in range(0, MAX_VIEWS - 1, 20):
        numbers = range(start, min(start + 20, MAX_VIEWS - 1))
        fields = " ".join(f'v{n}: saveView(input: {{name: "{n}"}}) {{ errors {{ code }} }}' for n in numbers)
        assert all(one["errors"] == [] for one in (await user.data(f"mutation {{ {fields} }}")).values())
    asked = [user.mutate("saveView", "errors { details }", name=f"last {n}") for n in range(3)]
    errors = [payload["errors"] for payload in await asyncio.gather(*asked)]
    assert errors.count([]) == 1
    full, _ = [error for [error] in filter(None, errors)]
    assert (full["code"], full["details"]) == (
        "QUOTA_EXCEEDED",
        {"limit": "saved_views", "maximum": MAX_VIEWS, "used": MAX_VIEWS},
    )
    first, *others = await listed(user)
    assert len(others) == MAX_VIEWS - 1
    await save(user, "renamed", id=first["id"])


async def test_another_users_views_are_out_of_reach(user: Client, new_client: NewClient) -> None:
    """Their ids and names are free for others, and reveal nothing."""
    mine = await save(user, "Foxes", where={"search": "fox"})
    for role in ("user", "admin", "service"):
        other = new_client(role=role)
        assert await listed(other) == []
        assert (await other.refused("deleteView", "deletedViewId", id=mine["id"]))["code"] == "NOT_FOUND"
        theirs = await save(other, "Foxes", id=mine["id"])
        assert (theirs["id"], theirs["where"]) == (mine["id"], {})
        await other.mutate("deleteView", "deletedViewId", id=mine["id"])
    [kept] = await listed(user)
    assert kept["where"] == {"search": "fox"}
