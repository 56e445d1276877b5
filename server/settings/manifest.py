from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError


class ManifestEntry(BaseModel):
    """A document, and the id by which clients name it."""

    id: str
    body: str


class Manifest(BaseModel):
    """A list of documents, as Apollo's `generate-persisted-query-manifest` writes it."""

    format: Literal["apollo-persisted-query-manifest"]
    version: Literal[1]
    operations: list[ManifestEntry]


def read_manifest(path: Path) -> dict[str, str]:
    """Return the documents of a manifest by their ids. Raise ValueError, with what is wrong with the file."""
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"cannot read {path} ({error.strerror}); expected a manifest of Apollo's") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ValueError(f"in {path}, {key}: {first['msg']}; expected a manifest of Apollo's") from None
    return {operation.id: operation.body for operation in manifest.operations}
