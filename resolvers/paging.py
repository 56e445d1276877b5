"""Pages of a list, as Relay's connections define them, read by keys instead of offsets."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Generic
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.cursor import Cursor, InvalidCursor
from models.keyset_list import KeysetList
from models.statement import RowT
from resolvers.context import Context
from resolvers.exceptions import BadUserInput
from resolvers.reading import AsService, NewEntry, ReadScope, Recorded

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Window:
    """
    The part of a list that a page shows: `size` rows after `cursor` or from the beginning, or `backwards` the `size`
    rows before it or at the end.
    """

    size: int
    cursor: str | None
    backwards: bool

    def recorded(self, user_id: UUID | None, detail: str, action: AuditAction = AuditAction.READ_TASKS) -> Recorded:
        """The audit entry of a page of the user's rows, or of all users'."""
        return lambda rows: NewEntry(action, user_id, min(len(rows), self.size), detail)


def window(first: int | None, after: str | None, last: int | None, before: str | None) -> Window:
    """The window of Relay's arguments. Raises BadUserInput if they do not go together."""
    if first is not None and last is not None:
        raise BadUserInput("Give `first` (with `after`) or `last` (with `before`), not both.")
    if after is not None and (before is not None or last is not None):
        raise BadUserInput("`after` goes with `first`; to page backwards, give `last` with `before`.")
    if before is not None and first is not None:
        raise BadUserInput("`before` goes with `last`; to page forwards, give `first` with `after`.")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 1 <= size <= MAX_PAGE_SIZE:
            raise BadUserInput(f"`{name}` must be 1 to {MAX_PAGE_SIZE}; it is {size}.")
    backwards = last is not None or before is not None
    return Window(first or last or PAGE_SIZE, before if backwards else after, backwards)


def beginning(listing: KeysetList[RowT], window: Window, instant: datetime) -> Window:
    """
    The window that begins at the instant. Raises BadUserInput if the window has a cursor or goes backwards, or the list
    is not ordered by creation time.
    """
    if window.cursor is not None or window.backwards:
        raise BadUserInput("`startingAt` is where a page begins: give it with `first`, or alone.")
    if "created_at" not in listing.ordered.fields:
        raise BadUserInput("`startingAt` is a time of creation: order by CREATED_AT, or start `after` a cursor.")
    return replace(window, cursor=listing.position_at(instant).encode(listing.cursor_kind))


@dataclass(frozen=True, slots=True)
class Edge(Generic[RowT]):
    """A row, and its position in the list as a cursor."""

    node: RowT
    cursor: str


@dataclass(frozen=True, slots=True)
class ListPage(Generic[RowT]):
    """
    The rows of a window, in the list's order; `of` says whose they are. `has_more` says whether rows follow in the
    window's direction; for the other side, `has_page` runs a statement.
    """

    context: Context
    listing: KeysetList[RowT]
    window: Window
    nodes: list[RowT]
    has_more: bool
    of: ReadScope = None

    @property
    def edges(self) -> list[Edge[RowT]]:
        return [Edge(row, self.cursor(row)) for row in self.nodes]

    @property
    def page_info(self) -> "ListPage[RowT]":
        return self

    @property
    def start_cursor(self) -> str | None:
        return self.cursor(self.nodes[0]) if self.nodes else None

    @property
    def end_cursor(self) -> str | None:
        return self.cursor(self.nodes[-1]) if self.nodes else None

    def cursor(self, row: RowT) -> str:
        return self.listing.cursor(row).encode(self.listing.cursor_kind)

    async def has_page(self, *, backwards: bool) -> bool:
        """Whether rows lie before the page (`backwards`) or after it. One statement, unless the page shows it."""
        if backwards is self.window.backwards:
            return self.has_more
        if self.window.cursor is None:
            return False
        # No row lies beyond an empty page, so every row of the list lies on its other side.
        edge = self.listing.cursor(self.nodes[0 if backwards else -1]) if self.nodes else None
        return bool(await self.context.rows(self.listing.page(edge, 1, frozenset(), backwards=backwards), self.of))


async def list_page(
    context: Context,
    listing: KeysetList[RowT],
    window: Window,
    columns: frozenset[str] | None = None,
    of: ReadScope = None,
) -> ListPage[RowT]:
    """Read a page of the list, with these columns, or all if None; `of` says whose the rows are. One statement."""
    place = None if window.cursor is None else start(listing, window.cursor, window)
    statement = listing.page(place, window.size + 1, columns, backwards=window.backwards)
    rows = await context.rows(statement, of, partial(in_order, listing, backwards=window.backwards))
    nodes = rows[: window.size]
    if window.backwards:
        nodes.reverse()
    further = of.further if isinstance(of, AsService) else of
    return ListPage(context, listing, window, nodes, len(rows) > window.size, further)


def in_order(listing: KeysetList[RowT], rows: list[RowT], *, backwards: bool) -> list[RowT]:
    """Sort rows as the list is, or backwards; rows without a value come last in the list."""
    is_ascending = listing.ordered.is_ascending

    def place(row: RowT) -> tuple[bool, Any, UUID]:
        cursor = listing.cursor(row)
        return (cursor.value is None) is is_ascending, cursor.value, cursor.id

    return sorted(rows, key=place, reverse=is_ascending is backwards)


def start(listing: KeysetList[RowT], cursor: str, window: Window) -> Cursor:
    """The position of the window's cursor. Raises BadUserInput for a cursor of another list."""
    try:
        return listing.decode(cursor)
    except InvalidCursor as error:
        raise BadUserInput(f"`{'before' if window.backwards else 'after'}`: {error}") from error
