import re
from typing import Literal
from uuid import UUID

PREFIXES = ("task-history/", "uploads/")
"""The prefixes of all keys that this server writes; other objects in the bucket are left alone."""
THUMBNAIL = "-thumbnail"
MARKED, MEDIUM = "-marked", "-medium"
"""
What ends the key of an image with a visible mark, and of one of medium size. There may be one of each beside an image,
and one of both; no row says so.
"""


def image_key(user_id: UUID, task_id: UUID, kind: Literal["original", "generated"], upload_id: UUID) -> str:
    """
    The key of a task's image. Each upload gets a key of its own, so the object under it never changes and may be
    cached forever.
    """
    return f"task-history/{user_id}/{task_id}/{kind}-{upload_id}"


def thumbnail_key(key: str) -> str:
    """The key of the thumbnail of the image at `key`."""
    return f"{key}{THUMBNAIL}"


def marked_key(key: str) -> str:
    """The key of the image at `key` with a visible mark."""
    return f"{key}{MARKED}"


def medium_key(key: str) -> str:
    """The key of the image of medium size beside that at `key`, which may be one with a visible mark."""
    return f"{key}{MEDIUM}"


def copy_keys(key: str) -> set[str]:
    """The keys of all copies that there may be of the image at `key`, without a row that says so."""
    return {marked_key(key), medium_key(key), medium_key(marked_key(key))}


def staging_key(user_id: UUID, task_id: UUID, upload_id: UUID) -> str:
    """The key of a direct upload, until that is verified and attached to its task."""
    return f"uploads/{user_id}/{task_id}/{upload_id}"


def is_staging_key(key: str) -> bool:
    """Whether the key is one that `staging_key` made."""
    return key.startswith("uploads/")


def is_own_key(key: str, user_id: UUID, task_id: UUID) -> bool:
    """
    Whether the key belongs to this task and cannot belong to another; `task_record.owns` is the same rule in
    PostgreSQL. It also accepts `task-history/{user}/{task}/original.png` and the like, the keys of the original
    design, whose rows could name any key.
    """
    prefix = f"task-history/{user_id}/{task_id}/"
    return key.startswith(prefix) and re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*", key[len(prefix) :]) is not None


def user_id_in(key: str) -> UUID | None:
    """The id of the user whom the key belongs to; None for a key that this module has not made."""
    return id_in(key, 1)


def task_id_in(key: str) -> UUID | None:
    """The id of the task that the key belongs to; None for a key that this module has not made."""
    return id_in(key, 2)


def id_in(key: str, place: int) -> UUID | None:
    try:
        return UUID(key.split("/")[place])
    except (IndexError, ValueError):
        return None
