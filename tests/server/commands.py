"""Runs the program's commands as a user does: as processes of their own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Protocol

from server.settings.settings import Settings
from tests.logged import LOGGED
from tests.program import Program
from tests.shared import shared

TOP = Path(__file__).parents[2]
USER = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-W", "error", "-m", "server.commands", *map(str, arguments)]


def environment(**settings: str) -> dict[str, str]:
    """Return environment variables: `settings`, and those of this process that are not the developer's settings."""
    inherited = {"PATH", "HOME", "TMPDIR", "LANG", "PYTHONPYCACHEPREFIX"}
    return {
        **{name: value for name, value in os.environ.items() if name in inherited},
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
        "WEBHOOK_NETWORKS": ",".join(map(str, settings.webhook_networks)),
    } | changes


@contextmanager
def running_program(**settings: str) -> Iterator[str]:
    """Run the process from which commands are forked (tests/program.py), and yield the address where it takes them."""
    with TemporaryDirectory() as directory, socket.socket(socket.AF_UNIX) as listener:
        address = f"{directory}/program"
        listener.bind(address)
        listener.listen()
        with subprocess.Popen(
            [sys.executable, "-P", "-W", "error", "-X", "faulthandler", "-m", "tests.program", str(listener.fileno())],
            env=environment(**settings),
            stdin=subprocess.PIPE,  # it ends when this is closed
            stdout=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
        ):
            yield address


@contextmanager
def running_multiprocess_program() -> Iterator[str]:
    """Do as `running_program`, for several processes with common metrics, as prometheus_client must know early."""
    with TemporaryDirectory() as directory, running_program(PROMETHEUS_MULTIPROC_DIR=directory) as address:
        yield address


class Start(Protocol):
    """Starts a command in a session of its own, with these file descriptors as stdout and stderr."""

    def __call__(
        self, arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int
    ) -> Program | subprocess.Popen[bytes]: ...


def forked(arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int) -> Program:
    line = [*map(str, arguments)]
    program = shared(running_multiprocess_program if "--workers" in line else running_program)
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
        LOGGED.write(done.stderr)
        return done
