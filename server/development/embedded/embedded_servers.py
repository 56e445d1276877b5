from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded.postgres import EmbeddedPostgres
from server.development.embedded.seaweedfs import EmbeddedObjectStorage


class EmbeddedServers:
    """Both servers, started and stopped side by side."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        self.postgres = EmbeddedPostgres(directory, durable=durable)
        self.object_storage = EmbeddedObjectStorage(directory, durable=durable)

    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Launch both, which are not ready yet. `stop` is to be called also when this fails."""
        self.object_storage.start()
        self.postgres.start()

    def wait_until_ready(self) -> None:
        self.postgres.wait_until_ready()
        self.object_storage.wait_until_ready()

    def stop(self) -> None:
        self.postgres.begin_stop()
        self.object_storage.begin_stop()
        self.postgres.stop()
        self.object_storage.stop()
