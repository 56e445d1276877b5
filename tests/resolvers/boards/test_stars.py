"""Stars belong to a user, and filter their lists."""

import json
from uuid import uuid4

from tests.api import Client, NewClient
from tests.resolvers.boards.stars import found, star
from tests.server.exports.exporting import exported

CHANGED = "query ($id: ID!) { task(id: $id) { updatedAt isStarred } }"


async def test_a_star_is_set_found_exported_and_removed(user: Client, new_client: NewClient) -> None:
    fox, owl = [await user.new_task(prompt) for prompt in ("A fox", "An owl")]
    assert await star(user, fox, fox) == [True]
    before = await user.data(CHANGED, id=fox)
    assert await star(user, fox) == [True]
    assert await user.data(CHANGED, id=fox) == before  # nothing has changed, and nobody is notified
    assert (await found(user, True), await found(user, False)) == ({fox}, {owl})
    where = {"where": {"isStarred": True}}
    [task, _] = map(json.loads, (await exported(user, "NDJSON", **where)).text.splitlines())
    assert (task["id"], task["isStarred"]) == (fox, True)
    stranger, service = new_client(), new_client(role="service")
    for other in (str(uuid4()), await stranger.new_task("Theirs")):
        assert await user.refusal("starTasks", "tasks { id }", ids=[owl, other]) == ("NOT_FOUND", ["input", "ids"])
    assert await found(user, True) == {fox}
    assert await star(service, owl, fox) == [True, True]  # for its user
    assert await star(user, fox, owl, starred=False) == [False, False]
    assert await found(user, True) == set()
    await user.mutate("deleteTask", "deletedTaskId", id=fox)
    assert (await user.refused("starTasks", "tasks { id }", ids=[fox]))["code"] == "NOT_FOUND"
