"""A copy of several databases is exact, although users are moved between them."""

import pytest

from tests.databases.moving.moves import leave_without_arriving, moved, owners_of
from tests.databases.pair import Pair
from tests.resolvers.changes.changes import CHANGES, Copy, truth


@pytest.mark.slow
async def test_changes_in_several_are_one_list(pair: Pair) -> None:
    service = pair.application.new_client(role="service", plan=None)
    copy = Copy(service, size=4)
    await copy.follow()
    users = [pair.here, pair.there] * 3
    told = [("CREATED", str((await user.task("createTask", prompt="a fox"))["id"])) for user in users]
    await pair.there.mutate("deleteTask", "deletedTaskId", id=told[1][1])
    followed = await copy.follow()
    # In the order of time within each database, and of reports among them.
    assert [change for change in followed if change in told[::2]] == told[::2]
    assert [change for change in followed if change not in told[::2]] == [*told[3::2], ("DELETED", told[1][1])]
    assert await copy.follow() == []
    async with owners_of(pair) as owners:
        assert copy.contents == await truth(*owners)


@pytest.mark.slow
async def test_changes_of_a_moved_user_are_reported_by_their_database(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also changes that nobody has read before the move, and after a move that died and was finished."""
    user, service = pair.here, pair.application.new_client(role="service", plan=None)
    copy, own, slow = Copy(service), Copy(user, size=1), Copy(service, size=1)
    await slow.page()
    for interrupted in (False, True):
        ids = [str((await user.task("createTask", prompt="a fox"))["id"]) for _ in range(4)]
        await copy.follow()
        await own.page()
        await user.mutate("deleteTask", "deletedTaskId", id=ids[0])
        await user.task("failTask", id=ids[1], errorMessage="No")
        if interrupted:
            await leave_without_arriving(pair.settings, user, 1, monkeypatch)
        else:
            await moved(pair.settings, user, 2)
        await user.task("failTask", id=ids[2], errorMessage="No")
        await user.mutate("deleteTask", "deletedTaskId", id=ids[3])
        # A user's own numbers are others there: the copy is begun again, never continued with a gap.
        error = await user.error(CHANGES, after=own.cursor)
        assert error["extensions"]["code"] == "CURSOR_TOO_OLD"
        own = Copy(user, size=3)
        await own.follow()
        for reader in (copy, slow):
            await reader.follow()
            async with owners_of(pair) as owners:
                expected = await truth(*owners)
            assert reader.contents == expected
        assert own.contents == {key: task for key, task in expected.items() if task["userId"] == str(user.id)}
