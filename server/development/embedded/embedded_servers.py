from pathlib import Path

from server.development.embedded.embedded_server import Running
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.embedded.seaweedfs import EmbeddedObjectStorage


class EmbeddedServers(Running):
    """PostgreSQL and object storage, started and stopped at the same time."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        self.postgres = EmbeddedPostgres(directory, durable=durable)
        self.object_storage = EmbeddedObjectStorage(directory, durable=durable)

    def attach(self) -> bool:
        """Whether another process runs servers on the directory. If so, these objects' URLs lead to them."""
        if not self.postgres.attach():
            return False
        self.object_storage.attach()
        return True

    def start(self) -> None:
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
