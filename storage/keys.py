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


def task_id_in(key: str) -> UUID | None:
    """The task that a key is of; None for a key that is not made by this module."""
    try:
        return UUID(key.split("/")[2])
    except (IndexError, ValueError):
        return None
