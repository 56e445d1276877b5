from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5


def task_id(key: str, user: UUID | str) -> str:
    """
    The id of the task that is recorded under this key, for this user: the UUIDv5 of `task-record:USER:KEY` in the
    namespace for URLs. Where `record` was given no user, it is the `sub` of the token.
    """
    return str(uuid5(NAMESPACE_URL, f"task-record:{user}:{key}"))
