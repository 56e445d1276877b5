from datetime import datetime
from typing import NamedTuple


class StoredObject(NamedTuple):
    """An object that storage lists."""

    key: str
    modified_at: datetime
    size: int


class ObjectDescription(NamedTuple):
    """What storage tells of an object: `sha256` is None where it keeps none of it."""

    content_type: str
    size: int
    sha256: str | None
