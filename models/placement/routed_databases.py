import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from typing import Any, NamedTuple, Self, TypeVar
from uuid import UUID

import asyncpg

from models.claims import DatabaseRole, begin_query, evaluate_first
from models.connection import UNREACHED, UNUSABLE
from models.database import Database
from models.notifications import WRITING
from models.placement.arrivals import (
    FORGET_ARRIVAL,
    FORGET_AUDIT_NOTES,
    FORGET_WEBHOOKS,
    finish_arrival,
    finish_arrivals,
)
from models.placement.databases import Databases
from models.placement.moved_user_lookup import MovedUserLookup
from models.pool import Pool
from models.statement import BoundStatement, RowT, Statement

MAX_CACHED = 20_000
"""Tasks whose owner is cached; they take 5 MB."""


class OwnedTask(NamedTuple):
    id: UUID
    user_id: UUID
    created_at: datetime


OWNED = Statement(
    "owners_of_tasks",
    "SELECT id, user_id, created_at FROM user_task_history WHERE id = ANY (:ids)",
    OwnedTask,
)


async def find_owners(
    database: Databases, known: dict[UUID, UUID], ids: Sequence[UUID], asked_by: UUID
) -> dict[UUID, UUID | None]:
    """
    Return the owners of these tasks, including deleted ones, by task; `asked_by` for a task that does not exist. Owners
    not in `known` are queried from all databases at once, and added to it: they never change.

    If two users have a task with the same id, which happens only when they choose it, the older task counts, as in one
    database.
    """
    owners: dict[UUID, UUID | None] = {task_id: known.get(task_id, asked_by) for task_id in ids}
    if unknown := [task_id for task_id in ids if task_id not in known]:
        found = await database.rows_by_id(OWNED.bind(ids=unknown), asked_by, at_most=len(unknown))
        found.sort(key=lambda task: task.created_at, reverse=True)
        owned = {task.id: task.user_id for task in found}
        owners |= owned
        known |= owned
    while len(known) > MAX_CACHED:
        del known[next(iter(known))]
    return owners


FoundT = TypeVar("FoundT")

MOVED, ARRIVING = "TR006", "TR007"
"""The SQLSTATEs of a database that no longer has the user's rows, or not yet (migrations/sql/placement)."""
MAX_PLACEMENTS = 20_000
"""Users whose database is cached; they take 5 MB."""


class RoutedDatabases(Databases):
    """
    Several databases behind a router, to which this pool is connected. Statements about a user go to the database that
    the router chooses, unless `move-user` has moved the user.
    """

    def __init__(self, url: str, *, route: str, parts: Sequence[Database], **options: Any) -> None:
        """
        `route`: the statement that names to the router the user, `{user_id}`, who owns the rows of a transaction.
        `parts`: the databases, each connected directly; they open and close with this one.
        """
        super().__init__(url, **options)
        self.parts, self.route = parts, route
        self.placements: dict[UUID, Database] = {}
        """A cache: the databases of users who were moved, by user."""
        self.moved_user_lookup = MovedUserLookup(parts)
        self.task_owners: dict[UUID, UUID] = {}
        """A cache: the owners of tasks, by task, for back ends that name only the task."""

    def owner_needed(self, user_id: UUID) -> UUID | None:
        return user_id

    async def owners_of(self, task_ids: Sequence[UUID], asked_by: UUID) -> dict[UUID, UUID | None]:
        return await find_owners(self, self.task_owners, task_ids, asked_by)

    def is_unreached(self, error: BaseException) -> bool:
        """Also while the user is being moved: their rows are locked."""
        return isinstance(error, asyncpg.LockNotAvailableError) or super().is_unreached(error)

    async def rows(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        role: DatabaseRole = "authenticated",
        owner: UUID | None = None,
    ) -> list[RowT]:
        of = owner or user_id
        arguments = [*statement.arguments, of]
        # In a database without the owner's rows, the statement fails, as MOVED or ARRIVING.
        staying = evaluate_first(f"task_record.assert_user_here(${len(arguments)}::uuid)", statement.text)
        reading = statement._replace(text=staying, arguments=arguments)
        return await self.at_owner(of, lambda place: place.run(reading, user_id, role, of, "READ ONLY"))

    async def begin_at_owner(
        self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID, at: Database | None, holder: UUID
    ) -> tuple[Pool, asyncpg.Connection]:
        # It also fails in such a database. If the transaction writes, it prevents moves of the owner until its end.
        enter = f"SELECT task_record.{'lock_user_for_write' if mode is WRITING else 'assert_user_here'}('{owner}')"

        async def begin(place: Database) -> tuple[Pool, asyncpg.Connection]:
            return place, await place.begin(user_id, role, mode, owner, enter, holder=holder)

        return await self.at_owner(owner, begin, at)

    def begin_queries(self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID) -> list[str]:
        """`BEGIN`, then the route with the other settings: PgDog rejects `BEGIN` and `SET` in one query."""
        begin, settings = begin_query(user_id, role, mode).split("; ", 1)
        return [begin, f"{self.route.replace('{user_id}', str(owner))}; {settings}"]

    def note_written(self) -> None:
        for part in self.parts:
            part.note_written()

    async def at_owner(
        self, owner: UUID, use: Callable[[Database], Awaitable[FoundT]], first: Database | None = None
    ) -> FoundT:
        """
        Return what `use` returns for the database that has the owner's rows. The first try is `first`, by default the
        cached database, or the router. A database that the owner has left names the next one, which is then cached.
        When one does not answer, the others are asked whether the owner was moved there.

        Raises the error of `use` when the database with the rows cannot be reached, or after three tries more than
        there are databases.
        """
        place = first or self.placements.get(owner, self)
        for remaining in reversed(range(len(self.parts) + 3)):
            try:
                return await use(place)
            except UNREACHED:
                known = await self.moved_user_lookup.of(owner)
                if known is None or known is place or not remaining:
                    raise
                place = known
            except asyncpg.PostgresError as error:
                if error.sqlstate not in {MOVED, ARRIVING} or not remaining:
                    raise
                number = int(error.detail)
                if error.sqlstate == ARRIVING:
                    number = await finish_arrival(self.parts, owner, number)
                place = self.parts[number - 1]
            self.remember(owner, place)
        raise AssertionError

    def remember(self, owner: UUID, place: Database) -> None:
        """Cache that `place` has the owner's rows. The oldest entry of a full cache is dropped."""
        self.placements.pop(owner, None)
        self.placements[owner] = place
        if len(self.placements) > MAX_PLACEMENTS:
            del self.placements[next(iter(self.placements))]

    async def rows_by_id(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        at_most: int = 1,
        is_of_all: bool = False,
        role: DatabaseRole = "service_role",
    ) -> list[RowT]:
        """
        Queries all databases at once. If fewer rows than `at_most` are found, a database that cannot be queried raises
        its error, as it may have the rest. If all answered, they are queried again, as the rest may belong to a user
        who was being moved.
        """
        if is_of_all:
            at_most *= len(self.parts)
        found = await self.found_at_once(statement, user_id, at_most, role)
        if len(found) < at_most:
            await finish_arrivals(self.parts, user_id)
            found = await self.found_at_once(statement, user_id, at_most, role)
        return found

    async def found_at_once(
        self, statement: BoundStatement[RowT], user_id: UUID, at_most: int, role: DatabaseRole
    ) -> list[RowT]:
        asked = [part.rows(statement, user_id, role) for part in self.parts]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        found = [row for answer in answers if not isinstance(answer, BaseException) for row in answer]
        errors = [answer for answer in answers if isinstance(answer, BaseException)]
        if errors and len(found) < at_most:
            raise errors[0]
        return found

    async def forget_remains(self, user_id: UUID, erasure_id: UUID) -> None:
        """
        Delete what other databases have of an erased user, who is not being moved: rows of unfinished moves,
        deliveries to others' webhooks, webhooks of all users, and the audit's notes. It skips databases that it cannot
        use: the worker completes no erasure before they have deleted it.
        """
        for part in self.parts:
            with suppress(*UNUSABLE):
                async with part.transaction(user_id, "service_role") as transaction:
                    await transaction.rows(FORGET_ARRIVAL.bind(user_id=user_id))
                    await transaction.rows(FORGET_WEBHOOKS.bind(user_id=user_id, erasure_id=erasure_id, before=None))
                    await transaction.rows(FORGET_AUDIT_NOTES.bind(user_id=user_id, before=None))

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opened:
            for part in self.parts:
                await opened.enter_async_context(part)
            await super().__aenter__()
            self.opened = opened.pop_all()
        return self

    async def __aexit__(self, *error: object) -> None:
        await super().__aexit__(*error)
        await self.opened.aclose()
