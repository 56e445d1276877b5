"""`task`, `node` and `nodes`."""

from uuid import uuid4

from tests.api import Client, NewClient

QUERY = """
query ($ids: [ID!]!, $id: ID!) {
  nodes(ids: $ids) { __typename id ... on TaskRecord { prompt } }
  node(id: $id) { __typename id ... on TaskRecord { prompt } }
  task(id: $id) { __typename id prompt }
}
"""


async def test_nodes_come_in_the_order_of_their_ids(user: Client) -> None:
    tasks = [await user.task("createTask", prompt=f"Fox {number}") for number in range(3)]
    deleted = await user.new_task("Deleted")
    await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    first, second, third = [{"__typename": "TaskRecord", "id": task["id"], "prompt": task["prompt"]} for task in tasks]
    ids = [third["id"], str(uuid4()), first["id"].upper(), deleted, second["id"], third["id"].replace("-", "")]
    data = await user.data(QUERY, ids=ids, id=second["id"])
    assert data == {"nodes": [third, None, first, None, second, third], "node": second, "task": second}


async def test_none_and_a_hundred(user: Client) -> None:
    task = await user.new_task()
    ids = [task, *(str(uuid4()) for _ in range(99))]
    data = await user.data(QUERY, ids=ids, id=ids[1])
    assert [node and node["id"] for node in data["nodes"]] == [task, *[None] * 99]
    assert (data["node"], data["task"]) == (None, None)
    assert (await user.data(QUERY, ids=[], id=ids[1]))["nodes"] == []


BY_EXTERNAL_ID = """query ($externalId: String!, $userId: ID) {
  taskByExternalId(externalId: $externalId, userId: $userId) { id prompt } }"""


async def test_a_task_is_found_by_its_external_id(user: Client, new_client: NewClient) -> None:
    """Users name their own, back ends also those of others; each user has ids of their own."""
    other, service = new_client(), new_client(role="service")
    mine, theirs = [
        await one.task("createTask", prompt=prompt, externalId="prediction/1")
        for one, prompt in ((user, "mine"), (other, "theirs"))
    ]
    found = {"taskByExternalId": {"id": mine["id"], "prompt": "mine"}}
    for given in ({}, {"userId": str(user.id)}):
        assert await user.data(BY_EXTERNAL_ID, externalId="prediction/1", **given) == found
    assert await service.data(BY_EXTERNAL_ID, externalId="prediction/1", userId=str(user.id)) == found
    assert (await other.data(BY_EXTERNAL_ID, externalId="prediction/1"))["taskByExternalId"]["id"] == theirs["id"]
    nothing = {"taskByExternalId": None}
    for client, given in ((user, {"externalId": "prediction/2"}), (service, {"externalId": "prediction/1"})):
        assert await client.data(BY_EXTERNAL_ID, **given) == nothing
    for client in (other, new_client(role="admin")):
        assert await client.error_code(BY_EXTERNAL_ID, externalId="prediction/1", userId=str(user.id)) == "FORBIDDEN"
    for wrong in ({"externalId": "a\0b"}, {"externalId": "a", "userId": "me"}):
        assert await user.error_code(BY_EXTERNAL_ID, **wrong) == "BAD_USER_INPUT"
    await user.mutate("deleteTask", "deletedTaskId", id=mine["id"])
    assert await user.data(BY_EXTERNAL_ID, externalId="prediction/1") == nothing
