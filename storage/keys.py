import re
from typing import Literal
from uuid import UUID

PREFIXES = ("task-history/", "uploads/")
"""All that is ours in a bucket lies below these."""
THUMBNAIL = "-thumbnail"


def image_key(user_id: UUID, task_id: UUID, kind: Literal["original", "generated"], upload_id: UUID) -> str:
    """
    Where an image lies. Each upload has a key of its own, so what lies there never changes and may be cached for
    ever.
    """
    return f"task-history/{user_id}/{task_id}/{kind}-{upload_id}"


def thumbnail_key(key: str) -> str:
    """Where the thumbnail of the image at `key` lies."""
    return f"{key}{THUMBNAIL}"


def staging_key(user_id: UUID, task_id: UUID, upload_id: UUID) -> str:
    """Where a direct upload lies until it is verified and attached."""
    return f"uploads/{user_id}/{task_id}/{upload_id}"


def is_staging_key(key: str) -> bool:
    """Whether it is one of `staging_key`."""
    return key.startswith("uploads/")


def is_own_key(key: str, user_id: UUID, task_id: UUID) -> bool:
    """
    Whether an object is the task's own, and can be of no other: `task_record.owns` in PostgreSQL. The original design
    let rows name any key; its own were `task-history/{user}/{task}/original.png` and the like.
    """
    prefix = f"task-history/{user_id}/{task_id}/"
    return key.startswith(prefix) and re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*", key[len(prefix) :]) is not None


def task_id_in(key: str) -> UUID | None:
    """The task that a key is of; None for a key that is not made by this module."""
    try:
        return UUID(key.split("/")[2])
    except (IndexError, ValueError):
        return None
