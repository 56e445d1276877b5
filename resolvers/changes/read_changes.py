from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from uuid import UUID

from models.changes.change_feed import NUMBER_CHANGES, NumberedChange, select_changes
from models.changes.change_position import ChangePosition, ReadSoFar
from models.claims import NOBODY
from models.connection import UNUSABLE
from models.cursor import InvalidCursor
from models.database import Database, DatabaseUnusable
from models.tasks.task_changes import TaskEventKind
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.exceptions import BadUserInput, ErrorCode, FieldRefusal
from resolvers.find_tasks import find_tasks
from resolvers.paging import window
from resolvers.reading import AsService, read_by_service


class CursorTooOld(FieldRefusal):
    """Deletions since this cursor are no longer stored. Make the copy again: read without `after`."""

    code = ErrorCode("CURSOR_TOO_OLD", "Deletions since this cursor are no longer known. Read from the beginning.")


@dataclass(frozen=True, slots=True)
class TaskAsChanged:
    """A change of a task; `task` is as it is now, None if it is deleted."""

    kind: TaskEventKind
    task_id: UUID
    user_id: UUID
    changed_at: datetime
    task: TaskRow | None


@dataclass(frozen=True, slots=True)
class ChangeEdge:
    """A change, and the position after it as a cursor."""

    node: TaskAsChanged
    cursor: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The changes after a position, in order. `end_cursor` is the position after them, even if there are none."""

    edges: list[ChangeEdge]
    end_cursor: str
    has_more: bool
    is_first: bool

    @property
    def nodes(self) -> list[TaskAsChanged]:
        return [edge.node for edge in self.edges]

    @property
    def page_info(self) -> "ChangePage":
        return self

    @property
    def start_cursor(self) -> str | None:
        return self.edges[0].cursor if self.edges else None

    async def has_page(self, *, backwards: bool) -> bool:
        """Whether there are changes after the page; `backwards`, whether it began after a cursor."""
        return not self.is_first if backwards else self.has_more


async def read_changes(context: Context, user_id: UUID | None, first: int | None, after: str | None) -> ChangePage:
    """
    The changes after the cursor to the tasks of the user, by default the caller, or for a back end of all users. First
    numbers the changes committed so far, then reads a page and its tasks: three statements, in one database.
    """
    caller = context.caller
    if user_id:
        caller.check_may_act_for(user_id, "Reading someone else's tasks")
    of = user_id or caller.owner
    size = window(first, after, None, None).size
    position = begun(of, after)
    await number_changes(context, of)
    numbers = {origin: place.number for origin, place in position.places.items()}
    rows = await context.rows(select_changes(of, numbers, size + 1), of or OF_ALL)
    position = checked(position, rows, is_whole=not context.notes.missing_parts)
    following = list(islice(in_order(rows), size + 1))
    tasks = await find_tasks(context, [row.task_id for row in following[:size]], of) if following else []
    edges = []
    for row, found in zip(following, tasks, strict=False):
        task = None if found is None or found.trashed_at else found
        position = position.at(row.origin, position.places[row.origin]._replace(number=row.number or 0))
        changed_at = task.updated_at if task else row.changed_at
        change = TaskAsChanged(kind_of(row, task), row.task_id, row.user_id, changed_at, task)
        edges.append(ChangeEdge(change, position.encode()))
    end = position.encode() if edges or after is None else after
    return ChangePage(edges, end, len(following) > size, after is None)


OF_ALL = AsService(None, read_by_service, now=True)
"""The scope in which a back end reads the changes of all users."""


def begun(of: UUID | None, after: str | None) -> ChangePosition:
    """The position of the cursor, or the beginning. Raises BadUserInput for a cursor of another list."""
    if after is None:
        return ChangePosition(of, {})
    try:
        return ChangePosition.decode(after, of)
    except InvalidCursor as error:
        raise BadUserInput(f"`after`: {error}") from error


async def number_changes(context: Context, of: UUID | None) -> None:
    """
    Number the changes committed so far, of one user or of all. The reading that follows reports an outage.
    """
    with suppress(DatabaseUnusable, *UNUSABLE):
        if of:
            async with context.database.transaction(NOBODY, "service_role", owner=of) as transaction:
                await transaction.rows(NUMBER_CHANGES.bind())
        else:
            await context.database.one_by_one(number_changes_in)


async def number_changes_in(database: Database) -> None:
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(NUMBER_CHANGES.bind())


def checked(position: ChangePosition, rows: list[NumberedChange], *, is_whole: bool) -> ChangePosition:
    """
    The position, with a place for each origin of the rows. Raises CursorTooOld if a change may be missing: a deletion
    that is no longer stored, or, if the rows are complete (`is_whole`), one of another origin.
    """
    places = {row.origin: position.places.get(row.origin, ReadSoFar(0, row.last)) for row in rows}
    for row in rows:
        place = places[row.origin]
        if row.forgotten > place.misses_nothing_from or place.misses_nothing_from > row.last:
            raise CursorTooOld
    if is_whole and position.places.keys() - places.keys():
        raise CursorTooOld
    return ChangePosition(position.user_id, position.places | places)


def in_order(rows: list[NumberedChange]) -> Iterator[NumberedChange]:
    """The changes among the rows by time, and by number within one origin."""
    each: defaultdict[str, list[tuple[datetime, NumberedChange]]] = defaultdict(list)
    for row in rows:
        if row.number is not None:
            earlier = each[row.origin]
            # The order of numbers holds even if a clock was set back.
            earlier.append((max(row.changed_at, earlier[-1][0]) if earlier else row.changed_at, row))
    return (row for _, row in merge(*each.values(), key=lambda one: one[0]))


def kind_of(row: NumberedChange, task: TaskRow | None) -> TaskEventKind:
    """The current kind of the change: a task may have been deleted or restored since."""
    if task is None:
        return TaskEventKind.DELETED
    return TaskEventKind.CREATED if row.kind == TaskEventKind.CREATED else TaskEventKind.UPDATED
