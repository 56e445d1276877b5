from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings

from server.settings.setting_types import BearerToken, Seconds


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
    """Return the documents of a manifest by their ids. ValueError says what is wrong with the file."""
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(f"cannot read {path} ({error.strerror}); expected a manifest of Apollo's") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ValueError(f"in {path}, {key}: {first['msg']}; expected a manifest of Apollo's") from None
    return {operation.id: operation.body for operation in manifest.operations}


class LogSettings(BaseSettings):
    """The log."""

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="`debug`, `info`, `warning` or `error`"
    )
    """
    The lowest level that `serve` logs: `debug`, `info` (a line for each request), `warning` or `error`; see
    [operations.md](operations.md#logs).
    """
    slow_after: Seconds = Field(1, description="seconds, such as 1")
    """The seconds after which a query, a mutation or a statement in PostgreSQL is slow, and logged by name."""


class DocumentSettings(BaseSettings):
    """The documents that clients may run, and access to the schema."""

    introspection: Literal["everyone", "administrators", "nobody"] = Field(
        "administrators", description="`everyone`, `administrators` or `nobody`"
    )
    """
    The callers who may read the schema, by introspection or at `/schema.graphql`, and who get suggestions for unknown
    names: `everyone`, `administrators` or `nobody`. `./run dev` sets `everyone`. GraphiQL needs introspection.
    """
    trusted_documents: Path | None = Field(None, description="a JSON file, a persisted query manifest of Apollo's")
    """
    A manifest of documents, as Apollo's `generate-persisted-query-manifest` writes it. With it, clients may run only
    these documents, by id or by text.

    Default: none: any document
    """

    @property
    def trusted(self) -> dict[str, str] | None:
        """The documents that clients may run, by id; None if they may run any."""
        return read_manifest(self.trusted_documents) if self.trusted_documents else None

    @model_validator(mode="after")
    def check_trusted_documents(self) -> Self:
        """Read the manifest."""
        try:
            _ = self.trusted
        except ValueError as error:
            raise ValueError(f"TRUSTED_DOCUMENTS: {error}") from error
        return self


class MetricsSettings(BaseSettings):
    """Access to the metrics."""

    metrics_token: BearerToken | None = Field(None, description="a secret that Prometheus sends as a bearer token")
    """
    The token that `/metrics` requires, as `Authorization: Bearer …`; `openssl rand -hex 32` generates one. Without it,
    `/metrics` is open only to programs on the same machine, by a loopback address and without a proxy: see
    [operations.md](operations.md#metrics).
    """
