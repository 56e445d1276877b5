"""Runs the program's commands as a user does: as processes of their own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Protocol

from server.settings.settings import Settings
from tests.program import Program
from tests.provider import provided

TOP = Path(__file__).parents[2]
USER = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-W", "error", "-m", "server.commands", *map(str, arguments)]


def environment(**settings: str) -> dict[str, str]:
    """Return environment variables: `settings`, and those of this process that are no settings of the developer's."""
    kept = {"PATH", "HOME", "TMPDIR", "LANG", "PYTHONPYCACHEPREFIX"}
    return {
        **{name: value for name, value in os.environ.items() if name in kept},
        "PYTHONPATH": str(TOP),
        **settings,
    }


def variables(settings: Settings, **changes: str) -> dict[str, str]:
    """Return the environment variables of these settings: PostgreSQL, storage and the secret of tokens."""
    assert settings.jwt_secret
    assert settings.aws_secret_access_key
    return {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATABASE_OWNER_URL": settings.database_owner_url.get_secret_value(),
        "S3_BUCKET_NAME": settings.s3_bucket_name,
        "AWS_REGION": settings.aws_region,
        "AWS_ACCESS_KEY_ID": str(settings.aws_access_key_id),
        "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
        "AWS_ENDPOINT_URL_S3": str(settings.aws_endpoint_url_s3),
        "JWT_SECRET": settings.jwt_secret.get_secret_value(),
    } | changes


@contextmanager
def running_program(*more: str, several: bool = False) -> Iterator[str]:
    """
    Run the process from which commands are forked (tests/program.py), and yield the address where it takes them.
    `several`: its metrics are those of several processes, which prometheus_client must know when it is imported.
    """
    with TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as listener:
        address = f"{directory}/program"
        listener.bind(address)
        listener.listen()
        with subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-W",
                "error",
                "-X",
                "faulthandler",
                "-m",
                "tests.program",
                str(listener.fileno()),
                *more,
            ],
            env=environment(**{"PROMETHEUS_MULTIPROC_DIR": directory} if several else {}),
            stdin=subprocess.PIPE,  # it ends when this is closed
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        ):
            yield address


running_multiprocess_program = partial(running_program, several=True)


def running_collector() -> AbstractContextManager[str]:
    """Do as `running_program`, in a process that has also collected the tests of this run of pytest."""
    return running_program("collect", *sys.argv[1:])


class Start(Protocol):
    """Starts a command in a session of its own, with these file descriptors as stdout and stderr."""

    def __call__(
        self, arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int
    ) -> Program | subprocess.Popen[bytes]: ...


def forked(arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int) -> Program:
    line = [*map(str, arguments)]
    program: str = provided("multiprocess_program" if "--workers" in line else "program")
    with Path(os.devnull).open() as nothing:
        return Program(program, line, env, TOP / "tests", [nothing.fileno(), stdout, stderr])


def new_python(arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int) -> subprocess.Popen[bytes]:
    """Start the command as `forked` does, in a new Python."""
    return subprocess.Popen(
        command_line(*arguments), cwd=TOP / "tests", env=env, stdout=stdout, stderr=stderr, start_new_session=True
    )


def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return run_to_end(forked, arguments, settings)


def run_in_new_python(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end in a Python that has imported nothing yet."""
    return run_to_end(new_python, arguments, settings)


def run_to_end(start: Start, arguments: Iterable[object], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    with TemporaryFile("w+") as output, TemporaryFile("w+") as complaints:
        process = start(arguments, environment(**settings), output.fileno(), complaints.fileno())
        try:
            status = process.wait(60)
        finally:
            process.kill()
        output.seek(0)
        complaints.seek(0)
        done = subprocess.CompletedProcess([*map(str, arguments)], status, output.read(), complaints.read())
        # Imported here: the process that starts the servers of a pytest run must not import the application.
        from tests.logged import LOGGED

        LOGGED.write(done.stderr)
        return done
