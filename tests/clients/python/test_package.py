"""The package as it is generated, built and installed."""

import asyncio
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from task_record.recording.options import Options

from tests.api import Client
from tests.application import ServedApplication
from tests.docs.examples import ROOT

PACKAGE = ROOT / "clients" / "python"
GENERATED = PACKAGE / "task_record" / "generated"


@pytest.fixture
def uv() -> str:
    """The one that `./run` has installed with."""
    return shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")


def run(*command: str, **environment: str) -> str:
    """Run a command, and return what it prints."""
    environ = {**os.environ, **environment}
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_version_is_the_servers() -> None:
    ours, servers = (tomllib.loads((top / "pyproject.toml").read_text(encoding="utf-8")) for top in (PACKAGE, ROOT))
    assert ours["project"]["version"] == servers["project"]["version"]


@pytest.mark.slow
def test_generated_files_match_the_sdl_and_the_error_codes(uv: str, tmp_path: Path) -> None:
    command = ("run", "--no-project", "--with-requirements", "codegen/requirements.lock", "python")
    run(uv, "--quiet", *command, "codegen/generate.py", str(tmp_path / "generated"))
    names = sorted(path.name for path in (tmp_path / "generated").iterdir())
    assert names == sorted(path.name for path in GENERATED.glob("*.py"))
    assert filecmp.cmpfiles(tmp_path / "generated", GENERATED, names, shallow=False) == (names, [], [])


def readme_examples() -> list[str]:
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_readme_has_all_options_of_record() -> None:
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| option | meaning |") :].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(Options.__annotations__)


GIVEN = """
from datetime import datetime
from typing import Any
from uuid import UUID
from PIL.Image import Image
from task_record import Recording, TaskRecord
tr: TaskRecord
user_id: UUID
job: Any
openai: Any
pipeline: Any
body: bytes
headers: dict[str, str]
when: datetime
"""
"""What the examples have of the product that they are in."""


@pytest.mark.slow
def test_the_readmes_examples_have_types(tmp_path: Path) -> None:
    first, *others = readme_examples()
    for number, example in enumerate([first, *(f"{GIVEN}\n{other}" for other in others)]):
        (tmp_path / f"example{number}.py").write_text(example, encoding="utf-8")
    options = ["--strict", "--follow-imports=silent", "--cache-dir", os.devnull, "--config-file", os.devnull]
    options += ["--no-site-packages", "--ignore-missing-imports"]  # other libraries would take most of the time
    run(sys.executable, "-m", "mypy", *options, *map(str, tmp_path.glob("*.py")), MYPYPATH=str(PACKAGE))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    directory = tmp_path_factory.mktemp("wheel")
    run(uv, "build", "--quiet", "--wheel", "--out-dir", str(directory))
    [built] = directory.glob("*.whl")
    return built


def python_of(version: str) -> str | None:
    """The path of a Python of this version, also one of pyenv's that is not switched on."""
    theirs = [str(path) for path in Path.home().glob(f".pyenv/versions/{version}.*/bin")]
    return shutil.which(f"python{version}", path=os.pathsep.join([*theirs, os.environ["PATH"]]))


THERE = [version for version in ("3.10", "3.11", "3.12", "3.13", "3.14") if python_of(version)]
"""Versions of Python. What the oldest and the newest run, those between run, too."""


@pytest.mark.slow
@pytest.mark.parametrize("version", sorted({*THERE[:1], *THERE[-1:]}))
async def test_the_readmes_example_runs_in_an_empty_environment(
    server: ServedApplication, user: Client, uv: str, wheel: Path, tmp_path: Path, version: str
) -> None:
    python = tmp_path / "environment" / "bin" / "python"
    run(uv, "venv", "--quiet", "--no-project", "--python", str(python_of(version)), str(tmp_path / "environment"))
    run(uv, "pip", "install", "--quiet", "--python", str(python), str(wheel))
    # This runs the installed package, not the checkout.
    given = {"TASK_RECORD_URL": f"{server.url}/graphql", "TASK_RECORD_TOKEN": user.token}
    program = f"import os; os.chdir({str(tmp_path)!r})\n{readme_examples()[0]}"
    printed = await asyncio.to_thread(run, str(python), "-I", "-W", "error", "-c", program, **given)
    assert printed == "COMPLETED\n"
