"""`task`, `node` and `nodes`."""

from uuid import uuid4

from tests.api import Client

QUERY = """
query ($ids: [ID!]!, $id: ID!) {
  nodes(ids: $ids) { __typename id ... on TaskRecord { prompt } }
  node(id: $id) { __typename id ... on TaskRecord { prompt } }
  task(id: $id) { __typename id prompt }
}
"""


async def test_in_the_order_asked_with_nulls_where_there_is_none(user: Client) -> None:
    tasks = [await user.task("createTask", prompt=f"Fox {number}") for number in range(3)]
    deleted = await user.task("createTask", prompt="Deleted")
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    first, second, third = [{"__typename": "TaskRecord", "id": task["id"], "prompt": task["prompt"]} for task in tasks]
    ids = [third["id"], str(uuid4()), first["id"].upper(), deleted["id"], second["id"], third["id"].replace("-", "")]
    data = await user.data(QUERY, ids=ids, id=second["id"])
    assert data == {"nodes": [third, None, first, None, second, third], "node": second, "task": second}


async def test_none_and_a_hundred(user: Client) -> None:
    task = await user.task("createTask", prompt="A fox")
    ids = [task["id"], *(str(uuid4()) for _ in range(99))]
    data = await user.data(QUERY, ids=ids, id=ids[1])
    assert [node and node["id"] for node in data["nodes"]] == [task["id"], *[None] * 99]
    assert (data["node"], data["task"]) == (None, None)
    assert (await user.data(QUERY, ids=[], id=ids[1]))["nodes"] == []
