"""What `./run` installs for one command is never taken from another that runs."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from server.development.embedded.directories import temporary_directory
from server.development.embedded.postgres import EmbeddedPostgres
from tests.server.commands import TOP
from tests.services import service_directory

FOR_OTHER_PROJECTS = {
    "PIP_PREFIX": "/nowhere",
    "PIP_REQUIRE_VIRTUALENV": "1",
    "PIP_USER": "1",
    "UV_PYTHON": "3.9",
    "UV_SYSTEM_PYTHON": "1",
    "UV_LINK_MODE": "symlink",
    "VIRTUAL_ENV": "/nowhere",
}
ROTATION: list[tuple[list[str], dict[str, str]]] = [
    (["serve", "--help"], {"CONTENT_CREDENTIALS_KEY": "key.pem"}),
    (["label", "--help"], {"CONTENT_CREDENTIALS_TRUST": "trust.pem"}),
    (["serve", "--help"], {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}),
    (["serve", "--help"], {}),
    (["install"], {}),
    (["token", "--help"], {}),
    (["test", "--version"], {}),
    (["serve", "--help"], {"CONTENT_CREDENTIALS_KEY": "key.pem"}),
]
"""Commands that ask for each of the locks."""
INSTALLED = {"requirements-dev", "requirements-credentials", "requirements-test"}
"""What is there after that: the one for development has what sends traces, and the one for tests has all."""


@pytest.fixture
def clone() -> Iterator[Path]:
    """A clone of this checkout, with its changes and what is built of it, in which nothing is installed."""
    directory = temporary_directory()
    directory.chmod(0o755)
    clone = directory / "clone"
    try:
        subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", TOP, clone], check=True)
        made = subprocess.run(["git", "stash", "create"], cwd=TOP, capture_output=True, text=True, check=True)
        subprocess.run(["git", "checkout", "--quiet", "--detach", made.stdout.strip() or "HEAD"], cwd=clone, check=True)
        for built in ("web/dist", "site"):
            if (TOP / built).exists():
                subprocess.run(["cp", "--archive", TOP / built, clone / built], check=True)
        yield clone
    finally:
        subprocess.run(["rm", "-rf", directory], check=True)


def variables(**others: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PATH": f"{TOP}/.tools/bin:{os.environ['PATH']}"} | others


def start(clone: Path, *arguments: object, **others: str) -> subprocess.Popen[str]:
    command = [str(clone / "run"), *map(str, arguments)]
    return subprocess.Popen(command, env=variables(**others), stdout=subprocess.PIPE, text=True, umask=0o077)


def run(clone: Path, *arguments: object, **others: str) -> None:
    with start(clone, *arguments, **others) as process:
        process.communicate(timeout=300)
    assert process.returncode == 0, arguments


@contextmanager
def developing(clone: Path, data: Path) -> Iterator[None]:
    """`./run dev`, from its line with the address until Ctrl-C."""
    with start(clone, "dev", "--port", 0, "--data", data) as process:
        assert process.stdout
        try:
            assert "http://" in process.stdout.readline()
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


async def functions_run(data: Path) -> bool:
    """Whether a new connection can run a function, for which PostgreSQL loads a library."""
    postgres = EmbeddedPostgres(data)
    assert postgres.attach()
    owner = await asyncpg.connect(postgres.owner_url)
    try:
        await owner.execute("DO $$ BEGIN PERFORM 1; END $$")
    except asyncpg.PostgresError:
        return False
    finally:
        await owner.close()
    return True


def environments(clone: Path) -> set[str]:
    return {path.name for path in (clone / ".environments").iterdir()}


def change(lock: Path) -> None:
    lock.write_text(f"{lock.read_text(encoding='utf-8')}# changed\n", encoding="utf-8")


@pytest.mark.slow
def test_the_database_answers_whatever_is_installed_beside_it(clone: Path) -> None:
    with service_directory() as data, developing(clone, data):
        for arguments, others in ROTATION:
            run(clone, *arguments, **others)
            assert asyncio.run(functions_run(data)), (arguments, others)
        assert {name.partition(".")[0] for name in environments(clone)} == INSTALLED


@pytest.mark.slow
def test_a_lock_that_changes_leaves_what_runs_as_it_is(clone: Path) -> None:
    """Until it has ended: then the next installation removes what no lock asks for."""
    lock = clone / "requirements-dev.lock"
    with service_directory() as data:
        with developing(clone, data):
            [first] = environments(clone)
            change(lock)
            run(clone, "token", "--help")
            assert asyncio.run(functions_run(data))
            assert len(environments(clone)) == 2
        change(lock)
        run(clone, "token", "--help")
        [last] = environments(clone)
        assert last != first
        assert (clone / ".venv").resolve() == clone / ".environments" / last


@pytest.mark.slow
def test_two_that_install_at_once_both_run(clone: Path) -> None:
    """Whatever is set for other projects; and all may read what root, whose umask is 077, has installed."""
    with start(clone, "--version", **FOR_OTHER_PROJECTS) as one, start(clone, "--version") as other:
        assert (one.communicate(timeout=300)[0], one.returncode) == (other.communicate()[0], other.returncode)
        assert one.returncode == 0
    [installed] = environments(clone)
    top = clone / ".environments"
    for path in (top, top / installed, top / installed / "bin" / "python", top / installed / ".installed"):
        assert path.stat().st_mode & 0o004, path
    assert not any(path.is_symlink() for path in (top / installed / "lib").rglob("*.py"))
