"""The program's commands, run as a user runs them: as processes of their own."""

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
    return [sys.executable, "-P", "-W", "error", "-m", "server", *map(str, arguments)]


def environment(**settings: str) -> dict[str, str]:
    """This process's, without settings of the developer's own."""
    kept = {"PATH", "HOME", "TMPDIR", "LANG", "PYTHONPYCACHEPREFIX"}
    return {
        **{name: value for name, value in os.environ.items() if name in kept},
        "PYTHONPATH": str(TOP),
        **settings,
    }


def variables(settings: Settings, **changes: str) -> dict[str, str]:
    """Those of the environment that say where PostgreSQL and storage are, and what tokens are signed with."""
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
    The process from which the others are forked (tests/program.py), and the address where it is told what to run;
    `several`: with what measures several processes together, which has to be known when it is imported.
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


running_program_of_several = partial(running_program, several=True)


def running_collector() -> AbstractContextManager[str]:
    """As `running_program`, of a process that has collected what this run of pytest is asked for."""
    return running_program("collect", *sys.argv[1:])


class Start(Protocol):
    """Starts a command that writes to these descriptors, in a session of its own."""

    def __call__(
        self, arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int
    ) -> Program | subprocess.Popen[bytes]: ...


def forked(arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int) -> Program:
    line = [*map(str, arguments)]
    program: str = provided("program_of_several" if "--workers" in line else "program")
    with Path(os.devnull).open() as nothing:
        return Program(program, line, env, TOP / "tests", [nothing.fileno(), stdout, stderr])


def anew(arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int) -> subprocess.Popen[bytes]:
    """As `forked`, by a new Python."""
    return subprocess.Popen(
        command_line(*arguments), cwd=TOP / "tests", env=env, stdout=stdout, stderr=stderr, start_new_session=True
    )


def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return ran(forked, arguments, settings)


def run_anew(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    """In a Python that has imported nothing yet."""
    return ran(anew, arguments, settings)


def ran(start: Start, arguments: Iterable[object], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    with TemporaryFile("w+") as output, TemporaryFile("w+") as complaints:
        process = start(arguments, environment(**settings), output.fileno(), complaints.fileno())
        try:
            status = process.wait(60)
        finally:
            process.kill()
        output.seek(0)
        complaints.seek(0)
        done = subprocess.CompletedProcess([*map(str, arguments)], status, output.read(), complaints.read())
        # Only here: what starts the servers of a pytest run has no use for the application.
        from tests.logged import LOGGED

        LOGGED.write(done.stderr)
        return done
