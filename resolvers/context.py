import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

import strawberry
from asyncpg import (
    DeadlockDetectedError,
    InvalidCachedStatementError,
    LockNotAvailableError,
    PostgresError,
    QueryCanceledError,
    SerializationError,
)
from strawberry.dataloader import DataLoader

from models.administration.audit_record import audit
from models.claims import DatabaseRole
from models.connection import NoConnectionFree
from models.database import DatabaseUnusable, Transaction
from models.notifications import WRITING
from models.placement.databases import Databases, Merge
from models.statement import BoundStatement, RowT
from models.tasks.user_plan import RECORDED_PLANS, UserPlan
from resolvers.access import Caller, PlanLimits
from resolvers.exceptions import Busy, DatabaseUnavailable, OnlyServiceEnds, StatementTooSlow, Undone
from resolvers.reading import AsService, ById, NewEntry, ReadScope, ThroughBoards, Totals, read_by_service
from storage.objects import Storage
from storage.provenance.signing_key import SigningKey

logger = logging.getLogger(__name__)

ONLY_SERVICE_ENDS = "TR009"
"""The SQLSTATE of task_record.check_changed when a user ends or deletes a task that only a back end may end."""

KeyT = TypeVar("KeyT")
FoundT = TypeVar("FoundT")


def refuse(database: Databases, error: BaseException) -> None:
    """
    Raise a refusal in place of an error that is not the server's fault:

    - OnlyServiceEnds and StatementTooSlow;
    - Busy: the process has no free connection;
    - DatabaseUnavailable: the database is down or full, or the user is being moved;
    - Undone: PostgreSQL rolled back a transaction, or a migration changed what a prepared statement returns.
    """
    if isinstance(error, (DeadlockDetectedError, SerializationError, InvalidCachedStatementError)):
        logger.warning("PostgreSQL has undone a transaction: %r", error)
        raise Undone from error
    if isinstance(error, PostgresError) and error.sqlstate == ONLY_SERVICE_ENDS:
        raise OnlyServiceEnds(task_id=error.detail) from error
    if isinstance(error, NoConnectionFree):
        logger.warning("No connection is free: %r", error)
        raise Busy("connection to the database") from error
    if isinstance(error, QueryCanceledError):
        logger.warning("PostgreSQL has ended a statement: %r", error)
        raise StatementTooSlow from error
    if isinstance(error, DatabaseUnusable) or database.is_unreached(error):
        logger.warning("PostgreSQL (%s) cannot be used: %r", database.name, error)
        raise DatabaseUnavailable from error
    if isinstance(error, LockNotAvailableError):  # a user being moved is excluded above
        logger.warning("PostgreSQL has undone a transaction: %r", error)
        raise Undone from error


@contextmanager
def refusing(database: Databases) -> Iterator[None]:
    """Surrounds the use of a database, and raises refusals as `refuse` does."""
    try:
        yield
    except Exception as error:
        refuse(database, error)
        raise


class RefusingTransaction(Transaction):
    """A transaction whose failures are raised as `refuse` says."""

    database: Databases

    async def __aenter__(self) -> Self:
        with refusing(self.database):
            return await super().__aenter__()

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with refusing(self.database):
            await super().__aexit__(kind, error, trace)
        if error:
            refuse(self.database, error)


class UnrecordedAction(Exception):
    """`service_role` was about to read or commit without an entry in the audit."""


class AuditedTransaction(RefusingTransaction):
    """
    A transaction as `service_role`, for a caller whose right to it was checked. It is rolled back, with
    UnrecordedAction, unless `record` was called.
    """

    is_recorded = False

    async def record(self, entry: NewEntry) -> None:
        """Record in the audit what the caller does, or reads, in this transaction."""
        action, count, detail = entry.action, entry.count, entry.detail
        await self.rows(audit(action, actor_id=self.user_id, user_id=entry.user_id, count=count, detail=detail))
        self.is_recorded = True

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None and not self.is_recorded:
            error = UnrecordedAction()
            await super().__aexit__(UnrecordedAction, error, None)
            raise error
        await super().__aexit__(kind, error, trace)


@dataclass(eq=False, slots=True)
class OperationNotes:
    """What an operation collects for its answer, the log and the metrics."""

    request_id: str = field(default_factory=lambda: uuid4().hex)
    """Identifies the request to the caller and in the log."""
    codes: set[str] = field(default_factory=set)
    """The codes of the errors in its answers."""
    missing_parts: set[str] = field(default_factory=set)
    """The names of the parts that did not answer, whose rows are missing from those of all users."""


@dataclass(eq=False, slots=True)
class Context:
    """
    What every resolver is given. Treat it as immutable; `frozen` would take longer than all else about creating one.
    """

    caller: Caller
    database: Databases
    storage: Storage
    origin: Callable[[], str] = str
    """Returns the scheme and host by which users reach this server, such as `https://history.example.com`."""
    notes: OperationNotes = field(default_factory=OperationNotes)
    webhook_networks: Sequence[IPv4Network | IPv6Network] = ()
    """Networks to which webhooks may be sent in addition to public addresses."""
    plans: Mapping[str, PlanLimits] = field(default_factory=dict)
    """All plans, by name."""
    currency: str = "USD"
    """The currency of all costs, in ISO 4217."""
    content_producer: str | None = None
    """The generator of images that labels name; None if images are not labelled."""
    signing_key: SigningKey | None = None
    """The key that signs images; None if they are not signed."""
    trust: str | None = None
    """The certificates, as PEM, by which the signatures of others are trusted."""
    user_id_namespace: str | None = None
    """The address of the issuer, if users' ids are made from it and their subjects, which are not UUIDs."""
    indexes_prompts: bool = True
    """Whether prompts and their labels are indexed, so that they can be listed and filtered by."""
    holder: UUID | None = None
    """The owner of the share of connections, and of the turn of images; None for the user of the rows."""
    loaders: dict[object, DataLoader[Any, Any]] = field(default_factory=dict, init=False, repr=False)

    @property
    def looks_at_files(self) -> bool:
        """Whether the origin that image files state is read and stored."""
        return bool(self.content_producer or self.signing_key)

    def load(
        self, find: "Callable[[Context, list[KeyT], Any], Awaitable[list[FoundT]]]", key: KeyT, of: ReadScope = None
    ) -> Awaitable[FoundT]:
        """
        What `find` returns for the key, among the rows of `of`. All keys awaited at the same moment take one call.
        Nothing is cached.
        """
        if isinstance(of, UUID):
            of = self.database.owner_needed(of)
        loader = self.loaders.get((find, of))
        if loader is None:
            loader = self.loaders[find, of] = DataLoader(lambda keys: find(self, keys, of), cache=False)
        return loader.load(key)

    async def rows(
        self, statement: BoundStatement[RowT], of: ReadScope = None, merge: Merge[RowT] = list
    ) -> list[RowT]:
        """
        The rows of a read-only statement; `of` says whose (see `ReadScope`). A reading `AsService` is recorded in the
        audit before its rows are returned. Rows of all users may come in pieces, which `merge` combines.
        """
        caller = self.caller
        with refusing(self.database):
            if of is None or isinstance(of, UUID):
                return await self.database.rows(statement, caller.id, caller.database_role, of)
            if isinstance(of, ThroughBoards):
                role: DatabaseRole = "board_reader" if caller.owner else "service_role"
                return await self.database.rows(statement, caller.id, role, of.owner)
            if isinstance(of, ById) and caller.owner:
                return await self.database.rows(statement, caller.id)
            if isinstance(of, AsService):
                return await self.recorded_rows(statement, of, merge)
            return await self.rows_as_service(statement, of, merge)

    async def rows_as_service(
        self, statement: BoundStatement[RowT], whose: UUID | ById | Totals, merge: Merge[RowT]
    ) -> list[RowT]:
        asked_by = self.caller.id
        if isinstance(whose, UUID):
            return await self.database.rows(statement, asked_by, "service_role", whose)
        if isinstance(whose, ById):
            return await self.database.rows_by_id(statement, asked_by, *whose)
        return await self.database.rows_of_all(statement, asked_by, self.notes.missing_parts, merge, now=whose.now)

    async def recorded_rows(self, statement: BoundStatement[RowT], of: AsService, merge: Merge[RowT]) -> list[RowT]:
        """The rows, after their reading is recorded in the audit."""
        if of.recorded is read_by_service and self.caller.owner:
            raise UnrecordedAction
        found = await self.rows_as_service(statement, of.of or Totals(of.now), merge)
        if entry := of.recorded(found):
            async with self.audited_transaction() as transaction:
                await transaction.record(entry)
        return found

    async def write(self, statement: BoundStatement[RowT], of: UUID) -> list[RowT]:
        """
        The rows of a statement that changes rows of the user `of`, with the caller's rights, in a transaction of its
        own. The statement sets the caller's claims, as `Database.write` describes.
        """
        with refusing(self.database):
            return await self.database.write(statement, self.caller.id, self.caller.database_role, of)

    def transaction(self, of: UUID | None = None) -> RefusingTransaction:
        """
        A transaction, for `async with`, that changes rows of the user `of`, by default the caller, with the caller's
        rights.
        """
        caller = self.caller
        role, of = caller.database_role, of or caller.id
        return RefusingTransaction(self.database, caller.id, role, WRITING, of, None, self.holder)

    def audited_transaction(self, of: UUID | None = None) -> AuditedTransaction:
        """Like `transaction`, but as `service_role`; it must be recorded in the audit."""
        return AuditedTransaction(self.database, self.caller.id, "service_role", WRITING, of or self.caller.id, None)

    async def under_plan_of(self, user_id: UUID) -> "Context":
        """
        The context under the plan stored for the user, if a back end's token names no plan; otherwise this context.
        """
        return self.under((await self.plans_of([user_id], lambda plans: self.rows(plans, user_id)))[user_id])

    async def under_plans_of(self, user_ids: Sequence[UUID]) -> "dict[UUID, Context]":
        """The contexts of `under_plan_of` for these users, whose rows must be in one place."""
        plans = await self.plans_of(user_ids, lambda plans: self.rows(plans, user_ids[0]))
        return {user_id: self.under(plan) for user_id, plan in plans.items()}

    def under(self, plan: PlanLimits) -> "Context":
        return self if plan is self.caller.plan else replace(self, caller=replace(self.caller, plan=plan))

    async def plans_of(
        self, user_ids: Sequence[UUID], read: Callable[[BoundStatement[UserPlan]], Awaitable[list[UserPlan]]]
    ) -> dict[UUID, PlanLimits]:
        """The plans under which the caller acts for these users; `read` runs a statement on their rows."""
        plans, caller = dict.fromkeys(user_ids, self.caller.plan), self.caller
        if caller.owner is None and not caller.names_plan:
            stored = await read(RECORDED_PLANS.bind(user_ids=user_ids))
            plans |= {one.user_id: self.plans[one.plan] for one in stored if one.plan in self.plans}
        return plans

    async def owners_of(self, task_ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
        """
        The user whom statements about each task must name: the caller, or for a back end the task's user; None where
        the task's id is enough.
        """
        if self.caller.owner:
            return dict.fromkeys(task_ids, self.caller.id)
        with refusing(self.database):
            return await self.database.owners_of(task_ids, self.caller.id)

    async def owner_of(self, task_id: UUID) -> UUID | None:
        """The user whom statements about the task must name, as in `owners_of`."""
        return (await self.owners_of([task_id]))[task_id]


class Info(strawberry.Info[Context, None]):
    @property
    def columns(self) -> frozenset[str] | None:
        """The attributes that are read of the rows that the field returns, and of what is within them; None for all."""
        return getattr(self.path, "columns", None)

    @cached_property
    def context(self) -> Context:  # a property of Strawberry, which a page reads 200 times
        return super().context
