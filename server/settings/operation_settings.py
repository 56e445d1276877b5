from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

from server.settings.manifest import read_manifest
from server.settings.setting_types import BearerToken, Seconds


class LogSettings(BaseSettings):
    """What is logged."""

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="`debug`, `info`, `warning` or `error`"
    )
    """
    What `serve` logs: `debug`, `info` (a line for each request), `warning` or `error`; see
    [operations.md](operations.md#logs).
    """
    slow_after: Seconds = Field(1, description="seconds, such as 1")
    """After how many seconds a query, a mutation or a statement in PostgreSQL is slow, and logged by name."""


class DocumentSettings(BaseSettings):
    """Which documents are executed, and who may read the schema."""

    introspection: Literal["everyone", "administrators", "nobody"] = Field(
        "administrators", description="`everyone`, `administrators` or `nobody`"
    )
    """
    Who may read the schema, by introspection or as text at `/schema.graphql`, and gets suggestions of similar names for
    an unknown one: `everyone`, `administrators` or `nobody`. `./run dev` sets `everyone`. GraphiQL needs introspection.
    """
    trusted_documents: Path | None = Field(None, description="a JSON file, a persisted query manifest of Apollo's")
    """
    A manifest of documents, as Apollo's `generate-persisted-query-manifest` writes it. With it, only these documents
    are run, by id or by text.

    Default: none: any document
    """

    @property
    def trusted(self) -> dict[str, str] | None:
        """The documents that clients may run, by id; None where they may run any."""
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
    """Who reads the metrics."""

    metrics_token: BearerToken | None = Field(None, description="a secret that Prometheus sends as a bearer token")
    """
    The token that `/metrics` requires, as `Authorization: Bearer …`; `openssl rand -hex 32` generates one. Without it,
    `/metrics` answers only programs on the same machine, by a loopback address and without a proxy: see
    [operations.md](operations.md#metrics).
    """
