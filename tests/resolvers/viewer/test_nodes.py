"""Each object with an id is found by it, by those who may see it."""

from uuid import uuid4

from tests.api import Client, NewClient
from tests.resolvers.administration.entries import audited
from tests.resolvers.boards.boards import new_board

NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
ACCOUNT = "query ($id: ID!) { node(id: $id) { __typename ... on Account { id plan { name } tasksThisMonth } } }"


async def found(client: Client, node_id: str) -> str | None:
    """Return the type of the object with the id, None if the client gets none."""
    node = (await client.data(NODE, id=node_id))["node"]
    assert node is None or node["id"] == node_id
    return node and str(node["__typename"])


async def test_a_saved_view_and_an_invitation(user: Client, new_client: NewClient) -> None:
    view, board = str(uuid4()), await new_board(user)
    assert (await user.mutate("saveView", "savedView { id }", id=view, name="Foxes"))["errors"] == []
    invitation = str(uuid4())
    given = {"id": invitation, "boardId": board}
    assert (await user.mutate("inviteToBoard", "invitation { __typename id }", **given))["errors"] == []
    service, administrator, stranger = new_client(role="service"), new_client(role="admin"), new_client()
    assert [await found(user, one) for one in (view, invitation)] == ["SavedView", "BoardInvitation"]
    assert [await found(service, one) for one in (view, invitation)] == [None, "BoardInvitation"]
    for client in (stranger, administrator):
        assert [await found(client, one) for one in (view, invitation)] == [None, None]
    assert (await user.mutate("revokeInvitation", "board { id }", id=invitation))["errors"] == []
    assert await found(user, invitation) is None


async def test_a_user(user: Client, new_client: NewClient) -> None:
    """Users find themselves alone, as `viewer` shows them; an administrator's look-up is audited."""
    await user.new_task()
    service, administrator, stranger = new_client(role="service", plan=None), new_client(role="admin"), new_client()
    own = {"id": str(user.id), "plan": {"name": "pro"}, "tasksThisMonth": 1}
    for client, name in ((user, "Viewer"), (service, "User"), (administrator, "User")):
        assert (await client.data(ACCOUNT, id=str(user.id)))["node"] == {"__typename": name, **own}
    assert await found(stranger, str(user.id)) is None
    for client in (service, administrator):
        assert await found(client, str(uuid4())) is None
    assert await audited(administrator, user) == [("READ_USER", str(administrator.id), 1, "looked up")]


async def test_records_of_administration(user: Client, new_client: NewClient) -> None:
    await user.new_task()
    administrator = new_client(role="admin")
    payload = await administrator.mutate(
        "eraseUser", "erasure { id taskCount tasks }", userId=str(user.id), dryRun=False
    )
    erasure = payload["erasure"]
    assert (erasure["taskCount"], erasure["tasks"]) == (1, 1)
    audit = "query ($id: ID!) { admin { audit(userId: $id) { nodes { id } } } }"
    [entry] = (await administrator.data(audit, id=str(user.id)))["admin"]["audit"]["nodes"]
    ids = (erasure["id"], entry["id"])
    assert [await found(administrator, one) for one in ids] == ["Erasure", "AuditEntry"]
    for client in (user, new_client(role="service")):
        assert [await found(client, one) for one in ids] == [None, None]
