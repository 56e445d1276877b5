"""
Random operations of several users on credits, while grants and holds expire and connections are cut, leave PostgreSQL's
accounts as those of a ledger in plain Python.

A tenth of the environment variable `TASK_RECORD_EXAMPLES` is the number of sequences that are tried, 3 by default.
"""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule, run_state_machine_as_test

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.fuzz.fuzz import EXAMPLES
from tests.models.connections import as_superuser
from tests.resolvers.credits.ledger import IMAGE, balance, drift, let_expire
from tests.resolvers.credits.plain_ledger import PlainGrant, PlainLedger, PlainTask
from tests.services import PostgresService

USERS = 2
NEVER = float("inf")
CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = 'task_record_app' AND application_name <> 'task-record worker'"""
MOVED = """
SELECT sum(to_issued) AS issued, sum(to_available) AS available, sum(to_held) AS held, sum(to_spent) AS spent,
  sum(to_expired) AS expired, sum(to_written_off) AS written_off FROM task_record.credit_entries WHERE user_id = $1"""
NONE = PlainTask(-1)
"""Stands for a task that was refused."""
Result = TypeVar("Result")
users, costs, cuts = st.integers(0, USERS - 1), st.integers(0, 12), st.integers(0, 9).map(lambda number: number == 0)


@pytest.mark.examples
# The application in the same process uses `random` when it retries.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
async def test_any_operations_in_any_order(
    new_client: NewClient, database: Connection, settings: Settings, postgres: PostgresService
) -> None:
    loop = asyncio.get_running_loop()
    async with as_superuser(postgres, settings) as superuser:

        def machine() -> Credits:
            return Credits(loop, new_client, database, superuser)

        await asyncio.to_thread(run_state_machine_as_test, cast("Any", machine), settings=BOUNDS)


BOUNDS = settings(
    max_examples=EXAMPLES // 10,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Credits(RuleBasedStateMachine):
    """Users who buy and spend credits, each with a ledger. Rules run in another thread than the application's loop."""

    grants: Bundle[tuple[int, str, PlainGrant]] = Bundle("grants")
    tasks: Bundle[tuple[int, str, PlainTask]] = Bundle("tasks")

    def __init__(
        self, loop: asyncio.AbstractEventLoop, new_client: NewClient, database: Connection, superuser: Connection
    ) -> None:
        super().__init__()
        self.loop, self.database, self.superuser = loop, database, superuser
        self.service = new_client(role="service", plan="priced")
        self.users = [new_client(plan="priced") for _ in range(USERS)]
        self.ledgers = [PlainLedger() for _ in range(USERS)]
        self.recorded: list[tuple[int, PlainTask]] = []
        self.begun = datetime.now(UTC)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def call(self, user: Client, name: str, result: str, *, cut: bool = False, **input: Any) -> list[str]:
        """Return the codes of the mutation's errors. If its connection is cut, it is repeated until it is answered."""
        return self.run(self.answered(user, name, result, cut, input))

    async def answered(self, user: Client, name: str, result: str, cut: bool, input: dict[str, Any]) -> list[str]:
        for attempt in range(20):
            calling = asyncio.create_task(user.mutate(name, result, **input))
            if cut and attempt == 0:
                await asyncio.sleep(0.005)
                await self.superuser.execute(CUT)
            try:
                return [error["code"] for error in (await calling)["errors"]]
            except AssertionError as unexpected:
                if not cut or "UNAVAILABLE" not in str(unexpected):
                    raise
        raise AssertionError(f"{name} is never answered")

    def check(self, number: int) -> None:
        accounts = self.ledgers[number].accounts
        assert self.run(balance(self.users[number])) == (accounts["available"], accounts["held"])

    @initialize(amounts=st.lists(st.integers(1, 20), min_size=USERS, max_size=USERS))
    def begin(self, amounts: list[int]) -> None:
        for number, amount in enumerate(amounts):
            self.give(number, amount, 0, cut=False)

    @rule(target=grants, number=users, amount=st.integers(1, 20), days=st.sampled_from([0, 1, 2]), cut=cuts)
    def give(self, number: int, amount: int, days: int, cut: bool) -> tuple[int, str, PlainGrant]:
        expires = (self.begun + timedelta(days=days)).isoformat() if days else None
        given = {"id": str(uuid4()), "userId": str(self.users[number].id), "amount": amount, "expiresAt": expires}
        assert self.call(self.service, "grantCredits", "credits { held }", cut=cut, reason="Bought", **given) == []
        grant = self.ledgers[number].give(amount, days or NEVER)
        self.check(number)
        return number, str(given["id"]), grant

    @rule(grant=consumes(grants), cut=cuts)
    def revoke(self, grant: tuple[int, str, PlainGrant], cut: bool) -> None:
        number, grant_id, plain = grant
        given = {"id": grant_id, "userId": str(self.users[number].id), "reason": "Refunded"}
        assert self.call(self.service, "revokeCredits", "credits { held }", cut=cut, **given) == []
        self.ledgers[number].end(plain, "issued")
        self.check(number)

    @rule(grant=grants)
    def expire(self, grant: tuple[int, str, PlainGrant]) -> None:
        number, grant_id, plain = grant
        self.run(let_expire(self.database, self.users[number], grant=grant_id))
        plain.expires = 0
        self.ledgers[number].end(plain, "expired")
        self.check(number)

    @rule(target=tasks, number=users, reserved=st.one_of(st.none(), costs), cut=cuts)
    def record(self, number: int, reserved: int | None, cut: bool) -> tuple[int, str, PlainTask]:
        given: dict[str, Any] = {"id": str(uuid4()), "prompt": "A fox", "creditsReserved": reserved}
        refused = self.call(self.users[number], "createTask", "task { id }", cut=cut, **given)
        task = self.ledgers[number].record(3 if reserved is None else reserved)
        assert refused == ([] if task else ["INSUFFICIENT_CREDITS"])
        self.check(number)
        self.recorded.append((number, task or NONE))
        return number, str(given["id"]), task or NONE

    @rule(number=users)
    def let_holds_expire(self, number: int) -> None:
        self.run(let_expire(self.database, self.users[number], holds=True))
        for owner, task in self.recorded:
            if owner == number:
                self.ledgers[number].release(task)
        self.check(number)

    @rule(task=consumes(tasks), cost=st.one_of(st.none(), costs), cut=cuts)
    def complete(self, task: tuple[int, str, PlainTask], cost: int | None, cut: bool) -> None:
        number, task_id, plain = task
        by = self.service if cut else self.users[number]
        refused = self.call(by, "completeTask", "task { id }", cut=cut, id=task_id, image=IMAGE, creditsDeducted=cost)
        assert refused == (["NOT_FOUND"] if plain.reserved < 0 else [])
        if plain.reserved >= 0:
            self.ledgers[number].complete(plain, plain.reserved if cost is None else cost)
        self.check(number)

    @rule(task=consumes(tasks), how=st.sampled_from(["failTask", "deleteTask", "DELETE"]))
    def come_to_nothing(self, task: tuple[int, str, PlainTask], how: str) -> None:
        number, task_id, plain = task
        if how == "DELETE":
            self.run(self.database.execute("DELETE FROM user_task_history WHERE id = $1", UUID(task_id)))
        else:
            failed = how == "failTask"
            given: dict[str, Any] = {"id": task_id} | ({"errorMessage": "No fox"} if failed else {})
            refused = self.call(self.users[number], how, "task { id }" if failed else "deletedTaskId", **given)
            assert refused == (["NOT_FOUND"] if plain.reserved < 0 else [])
        self.ledgers[number].release(plain)
        self.check(number)

    def teardown(self) -> None:
        assert self.run(drift(self.database, *self.users)) == []
        for user, ledger in zip(self.users, self.ledgers, strict=True):
            moved = self.run(self.database.fetchrow(MOVED, user.id))
            assert {name: int(moved[name] or 0) for name in ledger.accounts} == ledger.accounts
            assert sum(ledger.accounts.values()) == 0
