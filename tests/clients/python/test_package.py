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
from zipfile import ZipFile

import pytest
from task_record.recording.options import Options

from tests.api import Client
from tests.application import ServedApplication
from tests.docs.examples import ROOT

PACKAGE = ROOT / "clients" / "python"
GENERATED = PACKAGE / "task_record" / "generated"
IN_TOOLS = ("run", "--quiet", "--no-project", "--with-requirements", "codegen/requirements.lock")
"""The arguments of uv that run a program where the tools of the package are installed."""


@pytest.fixture(scope="session")
def uv() -> str:
    """The one that `./run` has installed with."""
    return shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")


def run(*command: str, **environment: str) -> str:
    """Run a command, and return what it prints."""
    environ = {**os.environ, **environment}
    done = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_generated_files_match_the_sdl_and_the_error_codes(uv: str, tmp_path: Path) -> None:
    run(uv, *IN_TOOLS, "python", "codegen/generate.py", str(tmp_path / "generated"))
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


@pytest.fixture(scope="module")
def dist(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the archive of the sources, and of the wheel that is built from that archive."""
    directory = tmp_path_factory.mktemp("dist")
    run(uv, "build", "--quiet", "--out-dir", str(directory))
    return directory


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    [wheel] = dist.glob("*.whl")
    return wheel


@pytest.mark.slow
def test_it_can_be_published(uv: str, dist: Path, wheel: Path) -> None:
    """With the server's version, types, and a description that PyPI renders."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    archive = dist / f"task_record-{version}.tar.gz"
    assert wheel.name == f"task_record-{version}-py3-none-any.whl"
    run(uv, *IN_TOOLS, "twine", "check", "--strict", str(archive), str(wheel))
    sources = {str(path.relative_to(PACKAGE)) for path in PACKAGE.glob("task_record/**/*.py")}
    with ZipFile(wheel) as packed:
        files = {name for name in packed.namelist() if name.startswith("task_record/")}
    assert files == sources | {"task_record/py.typed"}


def python_of(version: str) -> str | None:
    """Return the path of a Python of this version, also of one that pyenv has installed and not enabled."""
    theirs = [str(path) for path in Path.home().glob(f".pyenv/versions/{version}.*/bin")]
    return shutil.which(f"python{version}", path=os.pathsep.join([*theirs, os.environ["PATH"]]))


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13", "3.14"])
async def test_the_readmes_example_runs_in_an_empty_environment(
    server: ServedApplication, user: Client, uv: str, wheel: Path, tmp_path: Path, version: str
) -> None:
    found = python_of(version)
    if not found:
        pytest.skip(f"There is no Python {version} here.")
    python = tmp_path / "environment" / "bin" / "python"
    run(uv, "venv", "--quiet", "--no-project", "--python", found, str(tmp_path / "environment"))
    run(uv, "pip", "install", "--quiet", "--python", str(python), str(wheel))
    # This runs the installed package, not the checkout.
    given = {"TASK_RECORD_URL": f"{server.url}/graphql", "TASK_RECORD_TOKEN": user.token}
    program = f"import os; os.chdir({str(tmp_path)!r})\n{readme_examples()[0]}"
    printed = await asyncio.to_thread(run, str(python), "-I", "-W", "error", "-c", program, **given)
    assert printed == "COMPLETED\n"
