"""A test starts only the servers that it needs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.commands import TOP, environment

NOTE_PROCESSES = """
import os
import sys
from pathlib import Path

def note(event, arguments):
    if event in {"os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"}:
        program = event
    elif event == "subprocess.Popen":
        program = Path(arguments[0]).name
    else:
        return
    started.write(f"{os.environ.get('PYTEST_CURRENT_TEST', 'imports').partition('::')[0]} {program}\\n")

started = Path(__file__).with_name("started").open("w", buffering=1)
sys.addaudithook(note)
"""
NOT_OURS = {"imports file"}
"""Started by croniter, which PgQueuer imports, and which runs `file` on the Python executable."""
UNIT_TESTS = [
    "tests/storage/images/test_keys.py",
    "tests/storage/test_signature.py",
    "tests/server/settings/test_settings.py",
]
OF_STORAGE = "tests/storage/test_bucket.py"


@pytest.mark.slow
def test_tests_start_only_the_servers_that_they_need(tmp_path: Path) -> None:
    """Unit tests start nothing; a test of object storage starts only that server."""
    (tmp_path / "note_processes.py").write_text(NOTE_PROCESSES)
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "note_processes", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, *UNIT_TESTS, f"{OF_STORAGE}::test_a_bucket_is_created_once"],
        cwd=TOP,
        env=environment(PYTHONPATH=f"{TOP}:{tmp_path}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    started = set((tmp_path / "started").read_text().splitlines()) - NOT_OURS
    assert started == {f"{OF_STORAGE} weed"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{name.name}" for name in node.names))
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.slow
def test_nothing_is_imported_from_a_module_of_tests() -> None:
    """Helpers that several test modules need are in a module that is named for them."""
    modules = {path.relative_to(TOP).with_suffix("") for path in (TOP / "tests").rglob("test_*.py")}
    tests = {".".join(module.parts) for module in modules}
    found = {
        str(path): names for path in (TOP / "tests").rglob("*.py") if (names := tests.intersection(imported(path)))
    }
    assert found == {}
