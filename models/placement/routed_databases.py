import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any, Self, TypeVar
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
from models.placement.task_owners import find_owners
from models.pool import Pool
from models.statement import BoundStatement, RowT

FoundT = TypeVar("FoundT")

MOVED, ARRIVING = "TR006", "TR007"
"""The SQLSTATEs of a database that does not have the user's rows any more, or not yet (migrations/sql/placement)."""
MAX_PLACEMENTS = 20_000
"""Users whose database is remembered; they take 5 MB."""


class RoutedDatabases(Databases):
    """
    Several databases behind a router. What is about a user goes to the database to which the router leads, unless
    `move-user` has moved them: this pool is connected to the router.
    """

    def __init__(self, url: str, *, route: str, parts: Sequence[Database], **options: Any) -> None:
        """
        `route`: the statement that names to the router the user whose rows a transaction is about, as `{user_id}`.
        `parts`: the databases, each connected to directly; they open and close with this one.
        """
        super().__init__(url, **options)
        self.parts, self.route = parts, route
        self.placements: dict[UUID, Database] = {}
        """A cache: the databases of users who were moved, by user."""
        self.moved_user_lookup = MovedUserLookup(parts)
        self.task_owners: dict[UUID, UUID] = {}
        """A cache: the owners of tasks, by task, for back ends that name the task alone."""

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
        # Fails in such a database, too. If the transaction writes, it bars moves of the owner until its end.
        enter = f"SELECT task_record.{'lock_user_for_write' if mode is WRITING else 'assert_user_here'}('{owner}')"

        async def begin(place: Database) -> tuple[Pool, asyncpg.Connection]:
            return place, await place.begin(user_id, role, mode, owner, enter, holder=holder)

        return await self.at_owner(owner, begin, at)

    def begin_queries(self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID) -> list[str]:
        """`BEGIN`, then the route with the other settings: PgDog refuses `BEGIN` and `SET` in one query."""
        begin, settings = begin_query(user_id, role, mode).split("; ", 1)
        return [begin, f"{self.route.replace('{user_id}', str(owner))}; {settings}"]

    def note_written(self) -> None:
        for part in self.parts:
            part.note_written()

    async def at_owner(
        self, owner: UUID, use: Callable[[Database], Awaitable[FoundT]], first: Database | None = None
    ) -> FoundT:
        """
        Return what `use` returns for the database that has the owner's rows. `first` is tried first, by default the one
        that is remembered, or the router. A database that the owner was moved from names the next one, which is then
        remembered; when one does not answer, the others are asked whether the owner was moved there. Raises the error
        of `use` when the database that has the rows cannot be reached, or after three tries more than there are
        databases.
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
        """Remember that `place` has the owner's rows, and forget the user of whom that was learnt longest ago."""
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
        All databases are asked at once. If fewer rows than `at_most` are found, a database that cannot be asked is an
        error, as it may have the rest; if none is missing, all are asked again, as the rest may be of a user who was
        being moved.
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
        Remove what other databases have of a user who was erased in one, and who is therefore not being moved: rows
        that unfinished moves have left, what was sent about the user to others' webhooks, the webhooks of all users
        that the user has made, and the audit's notes on the user. Databases that cannot be used are skipped: the worker
        completes no erasure before they have forgotten these.
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
