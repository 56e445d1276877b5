"""Creates a PostgreSQL cluster with its superuser, the role that owns the tables, and the database."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from server.development.embedded.account import give
from server.development.embedded.directories import make_server_directory
from server.development.embedded.errors import EmbeddedServerError
from server.development.embedded.secrets_file import EmbeddedSecrets
from server.development.embedded.server_process import child_environment, dropped_privileges

SUPERUSER = "postgres"
OWNER_ROLE = "task_record_owner"
DATABASE = "task_record"

_LOCALE = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def initialise(cluster: Path, programs: Path, secrets: EmbeddedSecrets, *, durable: bool) -> None:
    """
    Create the cluster with the owner's role and database, which takes a second. It is made under another name and
    renamed at the end, so that after an interruption it is complete or not there.
    """
    unfinished, password = cluster.with_suffix(".unfinished"), cluster.with_suffix(".password")
    shutil.rmtree(unfinished, ignore_errors=True)
    password.unlink(missing_ok=True)
    make_server_directory(unfinished)
    password.touch(0o600)
    password.write_text(secrets.superuser_password)
    give(password)
    access = ["-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password}"]
    # Segments of 1 MB, not 16: what is not durable is copied before it has written as much.
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
