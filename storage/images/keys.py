import re
from typing import Literal
from uuid import UUID

PREFIXES = ("task-history/", "uploads/")
"""The prefixes of all keys that this server writes; it leaves other objects in the bucket."""
THUMBNAIL = "-thumbnail"
MARKED, MEDIUM = "-marked", "-medium"
"""
The endings of the keys of an image's copy with a visible mark, of its copy of medium size, and, one after the other, of
a copy with both. No row records these copies.
"""


def image_key(user_id: UUID, task_id: UUID, kind: Literal["original", "generated"], upload_id: UUID) -> str:
    """Return the key of a task's image. Each upload has its own, so that its object may be cached forever."""
    return f"task-history/{user_id}/{task_id}/{kind}-{upload_id}"


def thumbnail_key(key: str) -> str:
    return f"{key}{THUMBNAIL}"


def marked_key(key: str) -> str:
    return f"{key}{MARKED}"


def medium_key(key: str) -> str:
    """Return the key of the copy of medium size of the image at `key`, which may be a copy with a visible mark."""
    return f"{key}{MEDIUM}"


def copy_keys(key: str) -> set[str]:
    """Return the keys of all copies of the image at `key` that may exist without a row."""
    return {marked_key(key), medium_key(key), medium_key(marked_key(key))}


def staging_key(user_id: UUID, task_id: UUID, upload_id: UUID) -> str:
    """Return the key of a direct upload until it is verified and attached to its task."""
    return f"uploads/{user_id}/{task_id}/{upload_id}"


def is_staging_key(key: str) -> bool:
    return key.startswith("uploads/")


def is_own_key(key: str, user_id: UUID, task_id: UUID) -> bool:
    """
    Whether the key belongs to this task and to no other; `task_record.owns` is the same rule in PostgreSQL. It also
    accepts the original design's keys, such as `task-history/{user}/{task}/original.png`, whose rows could name any.
    """
    prefix = f"task-history/{user_id}/{task_id}/"
    return key.startswith(prefix) and re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*", key[len(prefix) :]) is not None


def user_id_in(key: str) -> UUID | None:
    """Return the id of the key's user; None for a key of another form."""
    return id_in(key, 1)


def task_id_in(key: str) -> UUID | None:
    """Return the id of the key's task; None for a key of another form."""
    return id_in(key, 2)


def id_in(key: str, place: int) -> UUID | None:
    try:
        return UUID(key.split("/")[place])
    except (IndexError, ValueError):
        return None
