from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from uuid import UUID

from task_record.access.async_service import AsyncService
from task_record.access.service import Service
from task_record.generated.enums import TaskStatus
from task_record.generated.fragments import TaskFields, TaskPage
from task_record.generated.input_types import TaskFilter, TaskOrder
from task_record.generated.tasks_of_user import TasksOfUser

PAGE = 100
"""Tasks of a page, the most that the server allows."""
EMPTY = {"nodes": [], "pageInfo": {"hasNextPage": False}}


class Listing:
    """A list of tasks, by user, filter and order."""

    def __init__(
        self,
        user: UUID | str | None,
        status: str | Sequence[str] | None,
        where: TaskFilter | None,
        order_by: TaskOrder | None,
    ) -> None:
        self.user = None if user is None else str(user)
        self.where = where.model_copy() if where else TaskFilter()
        if status is not None:
            names = [status] if isinstance(status, str) else status
            self.where.status = [TaskStatus(name) for name in names]
        self.order_by = order_by

    def tasks(self, service: Service) -> Iterator[TaskFields]:
        """Iterate over the tasks, and read them page by page."""
        after = None
        while True:
            if self.user:
                page = _of_user(service.tasks_of_user(self.user, **self._page(after)))
            else:
                page = service.tasks(**self._page(after)).tasks
            yield from page.nodes
            if not page.page_info.has_next_page:
                return
            after = page.page_info.end_cursor

    async def tasks_async(self, service: AsyncService) -> AsyncIterator[TaskFields]:
        after = None
        while True:
            if self.user:
                page = _of_user(await service.tasks_of_user(self.user, **self._page(after)))
            else:
                page = (await service.tasks(**self._page(after))).tasks
            for task in page.nodes:
                yield task
            if not page.page_info.has_next_page:
                return
            after = page.page_info.end_cursor

    def _page(self, after: str | None) -> dict[str, Any]:
        return {"first": PAGE, "after": after, "where": self.where, "order_by": self.order_by}


def _of_user(answer: TasksOfUser) -> TaskPage:
    """Return the page, which is empty for an unknown user."""
    return answer.user.tasks if answer.user else TaskPage.model_validate(EMPTY)
