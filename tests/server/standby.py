"""A replica of a database, which PostgreSQL keeps by streaming."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from server.development.embedded.directories import make_server_directory
from server.development.embedded.postgres import EmbeddedPostgres, _programs
from server.development.embedded.server_process import child_environment, dropped_privileges


class EmbeddedStandby(EmbeddedPostgres):
    """A PostgreSQL that follows another, from a copy of all that this has."""

    def __init__(self, directory: Path, followed: str) -> None:
        """`followed`: the address of that, as its superuser."""
        super().__init__(directory, durable=False)
        self.followed = followed

    def _prepare(self) -> None:
        make_server_directory(self._files)
        program, files = str(_programs() / "pg_basebackup"), str(self._files)
        backup = [program, "-d", self.followed, "-D", files, "-R", "-c", "fast"]
        subprocess.run(backup, check=True, env=child_environment(self._files), **dropped_privileges())

    def address(self, url: str) -> str:
        """Of what `url` leads to, here."""
        return urlunsplit(urlsplit(url)._replace(query=f"host={self._socket_directory}"))
