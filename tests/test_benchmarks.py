import re
import shutil
import sys
from pathlib import Path
from subprocess import run

import pytest

from benchmarks.__main__ import SECTIONS

TOP = Path(__file__).parents[1]
SOME = ("contenders", "observed", "attacks", "parts", "functions")
"""The sections that are run here; the others take as long as all other tests together."""


def measured(place: Path) -> str:
    """Run the benchmarks, and return the page they write. PostGraphile and Rust need npm and crates.io: left out."""
    file = place / "RESULTS.md"
    short = ["--sections", *SOME, "--tasks", "2000", "--rounds", "1", "--seconds", "1", "--attack-seconds", "1"]
    some = ["--contenders", "handwritten", "--only", "all", "deep"]
    files = ["--data", str(place / "data"), "--results", str(file)]
    command = [sys.executable, "-m", "benchmarks", *short, *some, *files]
    done = run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return file.read_text()


@pytest.mark.skipif(shutil.which("wrk") is None, reason="the load comes from wrk, which is not installed")
@pytest.mark.slow
def test_the_command_that_measures_runs_and_attacks_take_little_memory(tmp_path: Path) -> None:
    """One test, because two of them could run in two xdist workers, which would both measure."""
    results = measured(tmp_path)
    titles = [line.removeprefix("## ") for line in results.splitlines() if line.startswith("## ")]
    assert titles == [SECTIONS[name][0] for name in SOME]
    [sizes] = re.findall(r"^\| memory before, at most, later \|(.*)\|$", results, re.MULTILINE)
    before, peak, later = (int(size) for size in re.findall(r"(\d+) MB", sizes))
    assert before < peak < 400
    assert later < 300
    # Which attacks have results within 1 s depends on the machine: all at once, they may have none.
    assert re.search(r"^What (they|the attacks) came to: \w.* \d", results, re.MULTILINE)
