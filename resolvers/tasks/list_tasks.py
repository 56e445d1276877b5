from dataclasses import dataclass

from models.cursor import Cursor, InvalidCursor
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import COUNT_UP_TO, TaskList, TaskOrdering
from models.tasks.task_row import TaskRow
from resolvers.context import Context, Info
from resolvers.exceptions import BadUserInput

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list: `size` rows from `cursor` on, or from the list's end when None, forwards or backwards."""

    size: int
    cursor: str | None
    backwards: bool


def window(first: int | None, after: str | None, last: int | None, before: str | None) -> Window:
    """The window of Relay's arguments; BadUserInput when they do not go together."""
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


@dataclass(frozen=True, slots=True)
class PlacedTask:
    """A task, and its place in the list as a cursor."""

    node: TaskRow
    cursor: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """
    The rows of a window, in the list's order. `has_more`: whether rows lie beyond it as the window goes. What lies on
    its other side, and how many there are, takes a statement each: `has_page`, `count_tasks`.
    """

    tasks: TaskList
    window: Window
    nodes: list[TaskRow]
    has_more: bool

    @property
    def edges(self) -> list[PlacedTask]:
        return [PlacedTask(row, self.cursor(row)) for row in self.nodes]

    @property
    def page_info(self) -> "TaskPage":
        return self

    @property
    def start_cursor(self) -> str | None:
        return self.cursor(self.nodes[0]) if self.nodes else None

    @property
    def end_cursor(self) -> str | None:
        return self.cursor(self.nodes[-1]) if self.nodes else None

    def cursor(self, row: TaskRow) -> str:
        return self.tasks.cursor(row).encode(self.tasks.cursor_kind)


@dataclass(frozen=True, slots=True)
class CountedTasks:
    """A number of tasks; when it is not `exact`, there are more."""

    value: int
    exact: bool


async def list_tasks(info: Info, window: Window, where: TaskConditions, order: TaskOrdering) -> TaskPage:
    """The window of the caller's tasks, with the columns that the operation reads. One statement."""
    context = info.context
    tasks = TaskList(context.caller.id, where, order)
    page = tasks.page(start(tasks, window), window.size + 1, info.columns, backwards=window.backwards)
    rows = await context.rows(page)
    nodes = rows[: window.size]
    if window.backwards:
        nodes.reverse()
    return TaskPage(tasks, window, nodes, has_more=len(rows) > window.size)


def start(tasks: TaskList, window: Window) -> Cursor | None:
    """The place that the window starts from; BadUserInput when its cursor was not made for this list."""
    if window.cursor is None:
        return None
    try:
        return tasks.decode(window.cursor)
    except InvalidCursor as error:
        raise BadUserInput(f"`{'before' if window.backwards else 'after'}`: {error}") from error


async def has_page(context: Context, page: TaskPage, *, backwards: bool) -> bool:
    """Whether rows lie before the page (backwards), or after it. One statement, unless the page itself tells."""
    if backwards is page.window.backwards:
        return page.has_more
    if page.window.cursor is None:
        return False
    # Past an empty page there is nothing, so whatever there is lies on the other side of it.
    edge = page.tasks.cursor(page.nodes[0 if backwards else -1]) if page.nodes else None
    return bool(await context.rows(page.tasks.page(edge, 1, set(), backwards=backwards)))


async def count_tasks(context: Context, page: TaskPage) -> CountedTasks:
    """How many tasks the page's list has, up to COUNT_UP_TO. One statement."""
    [found] = await context.rows(page.tasks.count())
    return CountedTasks(min(found.tasks, COUNT_UP_TO), found.tasks <= COUNT_UP_TO)
