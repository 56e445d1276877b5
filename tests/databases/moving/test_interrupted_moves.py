"""A move that dies halfway loses nothing, and leaves nothing behind."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable

import pytest

from server.operations.checking.check import check
from server.operations.moving.move_lock import MoveFailed
from tests.databases.moving.moves import all_tasks, copy_without_leaving, leave_without_arriving, moved, owners_of
from tests.databases.pair import Pair
from tests.databases.reconciled import CLEAN, reconcile_report
from tests.resolvers.credits.ledger import IMAGE
from tests.server.commands import environment, forked, variables

PATIENCE = 30.0


@pytest.mark.slow
async def test_who_has_gone_arrives_though_the_command_died(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The move died when no database showed the user's rows: whichever call comes next makes them arrive."""
    user, settings = pair.here, pair.settings
    service = pair.application.new_client(role="service", plan=None)
    [task] = await all_tasks(user)

    async with owners_of(pair) as owners:
        for number, comes_next in enumerate[Callable[[], Awaitable[object]]](
            (
                lambda: all_tasks(user),
                lambda: service.task("startTask", id=task),
                lambda: user.task("createTask", prompt="a hare"),
                lambda: reconcile_report(settings),
                lambda: moved(settings, user, 2),
            )
        ):
            await leave_without_arriving(settings, user, 2 - number % 2, monkeypatch)
            for owner in owners:
                assert not await owner.fetchval("SELECT EXISTS (SELECT FROM user_task_history WHERE id = $1)", task)
            await comes_next()
            assert await owners[1 - number % 2].fetchval("SELECT count(*) FROM user_task_history WHERE id = $1", task)
    assert list((await all_tasks(user)).values()) == ["PENDING", "PROCESSING"]
    assert await reconcile_report(settings) == [CLEAN]


@pytest.mark.slow
async def test_a_failed_move_leaves_nothing(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The move died before the user left: they work on in the first database, and are moved later."""
    user, settings = pair.here, pair.settings
    await copy_without_leaving(settings, user, 2, monkeypatch)
    task = await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    [fault] = await check(settings)
    assert fault.what == f"A move of {user.id} from database 1 to 2 is running, or was interrupted."
    assert fault.remedy == f"./run move-user {user.id} --to 2"
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT count(*) FROM task_record.arriving_rows") > 0
        assert await reconcile_report(settings) == [CLEAN]
        await moved(settings, pair.there, 1)
        assert await owners[1].fetchval("SELECT count(*) FROM task_record.arriving_rows") == 0
        await moved(settings, user, 2)
    assert task["id"] in await all_tasks(user)
    assert await reconcile_report(settings) == [CLEAN]


@pytest.mark.slow
async def test_who_is_erased_leaves_nothing_of_a_move(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    user, settings = pair.here, pair.settings
    administrator = pair.application.new_client(role="admin")
    await copy_without_leaving(settings, user, 2, monkeypatch)
    async with owners_of(pair) as owners:
        left = "SELECT count(*) FROM task_record.arriving_rows WHERE user_id = $1"
        assert await owners[1].fetchval(left, user.id) > 0
        erased = await administrator.mutate("eraseUser", "erasure { tasks }", userId=str(user.id), dryRun=False)
        assert erased == {"erasure": {"tasks": 1}, "errors": []}
        assert await owners[1].fetchval(left, user.id) == 0
    assert await check(settings) == []
    with pytest.raises(MoveFailed, match="The user is being erased"):
        await moved(settings, user, 2)


@pytest.mark.slow
async def test_killed_again_and_again_it_loses_nothing(pair: Pair) -> None:
    user, settings = pair.here, pair.settings
    several = {
        "DATABASE_ROUTE": str(settings.database_route),
        "DATABASE_LISTEN_URL": settings.database_listen_url.get_secret_value(),
    }
    env = environment(**variables(settings, **several))
    is_at_work = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'task_record move-user')"
    async with owners_of(pair) as owners:
        await owners[0].execute(
            "INSERT INTO user_task_history (user_id, prompt) SELECT $1, n::text FROM generate_series(1, 300) AS n",
            user.id,
        )
        recorded = await all_tasks(user)
        killed, lasts = 0, 0.0
        for number in range(8):
            move = forked(["move-user", user.id, "--to", 2 - number % 2], env, 2, 2)
            async with asyncio.timeout(PATIENCE):
                while not await owners[0].fetchval(is_at_work) and move.poll() is None:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            if number == 0:  # not killed: this measures how long a move takes here
                begun = time.monotonic()
                await asyncio.to_thread(move.wait)
                lasts = time.monotonic() - begun
            await asyncio.sleep(random.uniform(0, lasts / 2))  # later ones are quicker
            move.kill()
            killed += await asyncio.to_thread(move.wait) == -signal.SIGKILL
            task = await user.task("createTask", prompt="one more")
            recorded[task["id"]] = "PENDING"
            assert await all_tasks(user) == recorded
        assert killed > 2
        await moved(settings, user, 2)
        assert await owners[1].fetchval("SELECT count(*) FROM user_task_history WHERE user_id = $1", user.id) == 309
    assert await all_tasks(user) == recorded
    assert await reconcile_report(settings) == [CLEAN]
