import shutil
import sys
from pathlib import Path
from subprocess import run

import pytest

from benchmarks.__main__ import SECTIONS

TOP = Path(__file__).parents[1]
SOME = ("contenders", "functions")
"""The sections that are run here; the others take as long as all other tests together."""


@pytest.mark.skipif(shutil.which("wrk") is None, reason="the load comes from wrk, which is not installed")
@pytest.mark.slow
def test_the_command_that_measures_runs(tmp_path: Path) -> None:
    """Without PostGraphile and Rust, which need npm and crates.io."""
    file = tmp_path / "RESULTS.md"
    short = ["--sections", *SOME, "--tasks", "2000", "--rounds", "1", "--seconds", "1"]
    some = ["--contenders", "handwritten", "--only", "all", "deep"]
    files = ["--data", str(tmp_path / "data"), "--results", str(file)]
    command = [sys.executable, "-m", "benchmarks", *short, *some, *files]
    done = run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    titles = [line.removeprefix("## ") for line in file.read_text().splitlines() if line.startswith("## ")]
    assert titles == [SECTIONS[name][0] for name in SOME]
