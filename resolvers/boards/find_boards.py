from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.boards.board_pictures import COVERS, OWN_ALONE, BoardTaskRow, CoverRow, tasks_on
from models.boards.board_statements import (
    FIND,
    FIND_ANY,
    INVITATIONS,
    MEMBERS,
    MONTHS,
    OF_TASKS,
    OPEN_INVITATIONS,
    STATISTICS,
    STATISTICS_OF_MONTH,
    BoardOfTask,
    BoardRow,
    BoardUsageRow,
    boards_of,
)
from models.boards.board_tables import BoardMembership, BoardRole, InvitationRecord
from models.statement import RowT
from models.tasks.task_row import TaskRow
from resolvers.access import Role
from resolvers.context import Context, Info
from resolvers.find_tasks import find_tasks
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, ById, ReadScope, ThroughBoards, read_of_user

KeyT = TypeVar("KeyT")


async def find_boards(context: Context, ids: Sequence[UUID]) -> dict[UUID, BoardRow]:
    """The boards with these ids, by id: those that the caller is a member of, or for a back end all. One statement."""
    caller = context.caller
    if caller.owner:
        rows = await context.rows(FIND.bind(ids=ids, user_id=caller.id), ThroughBoards())
    else:
        rows = await context.rows(FIND_ANY.bind(ids=ids), ById(len(ids)))
    return {row.id: row for row in rows}


async def list_boards(info: Info, user_id: UUID, window: Window, of: ReadScope) -> ListPage[BoardRow]:
    """A page of the user's boards, with the columns that the operation reads, on behalf of `of`."""
    return await list_page(info.context, boards_of(user_id), window, info.columns, of)


def board_scope(context: Context, board: BoardRow, what: str) -> ThroughBoards | AsService:
    """
    The scope to read the rows of a board that the caller was shown. If it is another's and the caller an administrator,
    the audit says `what` they are.
    """
    if context.caller.role is Role.ADMIN and board.member_id != context.caller.id:
        return AsService(board.owner_id, read_of_user(AuditAction.READ_USER, what))
    return ThroughBoards(board.owner_id)


async def list_board_tasks(info: Info, board: BoardRow, window: Window) -> ListPage[BoardTaskRow]:
    """
    A page of the tasks on a board, with the columns that the operation reads. One statement, and one more if it reads
    what only their user sees, which is null for others' tasks.
    """
    of = board_scope(info.context, board, "")
    if isinstance(of, AsService):
        of = of._replace(recorded=window.recorded(board.owner_id, f"tasks on board {board.id}"))
    page = await list_page(info.context, tasks_on(board.id, info.context.caller.owner), window, info.columns, of)
    private = [name for name in OWN_ALONE if info.columns is None or name in info.columns]
    if private and page.nodes:
        own = {task.id: task for task in await find_tasks(info.context, [row.id for row in page.nodes]) if task}
        page.nodes[:] = [with_columns(row, private, own.get(row.id)) for row in page.nodes]
    return page


def with_columns(row: BoardTaskRow, names: Sequence[str], other: TaskRow | None) -> BoardTaskRow:
    """The row with columns of another; unchanged if that is None."""
    if other is None:
        return row
    changed: BoardTaskRow = row._replace(**{name: getattr(other, name) for name in names})  # type: ignore[attr-defined]
    return changed


async def find_boards_of_tasks(
    context: Context, asked: list[tuple[UUID, int]], of: ReadScope
) -> list[list[BoardOfTask]]:
    """The caller's boards that each task is on, up to the number given with it, for `Context.load`. One statement."""
    ids, at_most = zip(*dict.fromkeys(asked), strict=True)
    rows = await context.rows(OF_TASKS.bind(ids=ids, at_most=at_most, user_id=context.caller.id), of)
    return grouped(asked, rows, attrgetter("task_id", "at_most"))


def grouped(keys: Sequence[KeyT], rows: Iterable[RowT], key_of: Callable[[RowT], KeyT]) -> list[list[RowT]]:
    """The rows of each key, in their order."""
    found: defaultdict[KeyT, list[RowT]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return [found[key] for key in keys]


def task_boards_scope(context: Context, user_id: UUID) -> ThroughBoards:
    """The scope to read the boards of a task of the user's that the caller was shown."""
    return ThroughBoards(None if context.caller.owner else user_id)


async def find_covers(context: Context, board_ids: list[UUID], of: ReadScope) -> list[CoverRow | None]:
    """The task whose picture represents each board, None if there is none, for `Context.load`. One statement."""
    found = {row.board_id: row for row in await context.rows(COVERS.bind(ids=board_ids), of)}
    return list(map(found.get, board_ids))


async def find_members(context: Context, board_ids: list[UUID], of: ReadScope) -> list[list[BoardMembership]]:
    """The members of each board, earliest first, for `Context.load`. One statement."""
    rows = await context.rows(MEMBERS.bind(ids=board_ids), of)
    return grouped(board_ids, rows, attrgetter("board_id"))


async def find_invitations(context: Context, board_ids: list[UUID], of: ReadScope) -> list[list[InvitationRecord]]:
    """The open invitations to each board, for `Context.load`. One statement."""
    rows = await context.rows(INVITATIONS.bind(ids=board_ids), of)
    return grouped(board_ids, rows, attrgetter("board_id"))


async def find_open_invitations(context: Context, ids: Sequence[UUID]) -> dict[UUID, InvitationRecord]:
    """The open invitations with these ids, by id, to boards of the caller's; for a back end, to any."""
    of = ThroughBoards() if context.caller.owner else ById(len(ids))
    return {row.id: row for row in await context.rows(OPEN_INVITATIONS.bind(ids=ids), of)}


async def find_statistics(context: Context, board_ids: list[UUID], of: ReadScope) -> list[list[BoardUsageRow]]:
    """What the tasks of each member used on each board, for `Context.load`. One statement."""
    rows = await context.rows(STATISTICS.bind(ids=board_ids, months=[None] * len(board_ids)), of)
    return grouped(board_ids, rows, attrgetter("board_id"))


async def find_statistics_of_month(
    context: Context, keys: list[tuple[UUID, date]], of: ReadScope
) -> list[list[BoardUsageRow]]:
    """The same for tasks created in a month; a key is the board's id and the first day. For `Context.load`."""
    ids, months = zip(*keys, strict=True)
    rows = await context.rows(STATISTICS_OF_MONTH.bind(ids=ids, months=months), of)
    return grouped(keys, rows, attrgetter("board_id", "month"))


async def find_months(context: Context, board_ids: list[UUID], of: ReadScope) -> list[list[BoardUsageRow]]:
    """What the tasks on each board used by month, the earliest first, for `Context.load`. One statement."""
    rows = await context.rows(MONTHS.bind(ids=board_ids), of)
    return grouped(board_ids, rows, attrgetter("board_id"))


def total_of(members: Sequence[BoardUsageRow], board_id: UUID) -> BoardUsageRow:
    """What all members used together."""
    sums = (sum(values) for values in zip(*(row[3:] for row in members), strict=True))
    return BoardUsageRow._make([board_id, None, None, *sums])


def is_owner(board: BoardRow) -> bool:
    return board.role == BoardRole.OWNER
