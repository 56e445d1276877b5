"""A replica of a PostgreSQL, by streaming replication."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from server.development.embedded.directories import child_environment, dropped_privileges, make_server_directory
from server.development.embedded.postgres import EmbeddedPostgres, _programs


class EmbeddedStandby(EmbeddedPostgres):
    """A hot standby, made from a base backup of the primary."""

    def __init__(self, directory: Path, followed: str) -> None:
        """`followed` is the URL of the primary, as its superuser."""
        super().__init__(directory, durable=False)
        self.followed = followed

    def _prepare(self) -> None:
        make_server_directory(self._files)
        program, files = str(_programs() / "pg_basebackup"), str(self._files)
        backup = [program, "-d", self.followed, "-D", files, "-R", "-c", "fast"]
        subprocess.run(backup, check=True, env=child_environment(self._files), **dropped_privileges())

    def address(self, url: str) -> str:
        """Return the URL here of the database and role to which `url` leads at the primary."""
        return urlunsplit(urlsplit(url)._replace(query=f"host={self._socket_directory}"))
