from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5


def task_id(key: str, user: UUID | str | None = None) -> str:
    """The id of the task that is recorded under this key, for this user: the UUIDv5 of `task-record:USER:KEY`."""
    return str(uuid5(NAMESPACE_URL, f"task-record:{user or ''}:{key}"))
