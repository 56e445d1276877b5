from datetime import datetime
from typing import NamedTuple


class StoredObject(NamedTuple):
    """An object as storage lists it; `size` in bytes."""

    key: str
    modified_at: datetime
    size: int


class ObjectDescription(NamedTuple):
    """What storage answers about an object: `size` in bytes; `sha256` in hex, None where storage has kept none."""

    content_type: str
    size: int
    sha256: str | None
