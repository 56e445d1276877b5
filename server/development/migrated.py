from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from migrations import migrate
from server.development.embedded.directories import data_directory
from server.development.embedded.postgres import EmbeddedPostgres


@contextmanager
def migrated_postgres(data: Path) -> Iterator[EmbeddedPostgres]:
    """The one that `./run dev` runs on this directory, or else one of our own for the while."""
    postgres = EmbeddedPostgres(data_directory(data))
    with nullcontext() if postgres.attach() else postgres:
        migrate_embedded(postgres)
        yield postgres


def migrate_embedded(postgres: EmbeddedPostgres) -> None:
    migrate(owner_url=postgres.owner_url, application_url=postgres.application_url, time_zone="UTC")
