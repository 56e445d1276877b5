"""
`.venv/bin/python -m benchmarks` measures and writes RESULTS.md; small `--tasks` and `--seconds` make a smoke test.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.administration import administration
from benchmarks.attacks import attacks
from benchmarks.batches import many_at_once
from benchmarks.comparison import beside_others
from benchmarks.contenders import OTHERS
from benchmarks.credits import keeping_credits
from benchmarks.environment import HERE
from benchmarks.floor import floor
from benchmarks.functions import functions
from benchmarks.idle import idle
from benchmarks.load import check_wrk
from benchmarks.observed import observed
from benchmarks.options import Options
from benchmarks.parts import parts
from benchmarks.report import head
from benchmarks.sizes import of_all_sizes
from benchmarks.subscriptions import subscriptions
from benchmarks.uploads import uploads
from benchmarks.workers import with_two_workers
from benchmarks.writers import writers_at_once

SECTIONS = {
    "contenders": ("Beside others", beside_others),
    "floor": ("How far from the floor", floor),
    "sizes": ("With more tasks in the table", of_all_sizes),
    "workers": ("With two workers", with_two_workers),
    "writers": ("Writers at once", writers_at_once),
    "batches": ("Many at once", many_at_once),
    "idle": ("With nobody on it", idle),
    "subscriptions": ("Subscriptions", subscriptions),
    "uploads": ("Images", uploads),
    "credits": ("Credits", keeping_credits),
    "administration": ("What administrators ask for", administration),
    "observed": ("What measuring costs", observed),
    "attacks": ("Attacked by all means at once", attacks),
    "parts": ("Where the time of a page goes", parts),
    "functions": ("How many functions a request passes", functions),
}


def main() -> None:
    options = read_options()
    check_wrk()
    lines: list[str] = []
    for name in options.sections:
        title, section = SECTIONS[name]
        lines += ["", f"## {title}", "", *section(options)]
        options.results.write_text(
            "\n".join([*head(options), *lines]) + "\n"
        )  # after each section, in case a long run is interrupted
    print(options.results.read_text())


def read_options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and write the results.")
    parser.add_argument("--sections", nargs="+", default=SECTIONS, choices=SECTIONS, help="the sections to measure")
    parser.add_argument("--contenders", nargs="+", default=OTHERS, choices=OTHERS, help="servers to compare ours with")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="names of the work to measure; default: all of it")
    parser.add_argument("--tasks", type=int, default=1_000_000, help="tasks in the table, a tenth of them the caller's")
    sizes = [10_000, 1_000_000, 5_000_000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="tasks in each of the tables to compare")
    parser.add_argument("--subscriptions", type=int, default=5_000, help="subscriptions open at once")
    parser.add_argument("--uploads", type=int, default=200, help="uploads of 10 MB at once")
    parser.add_argument("--attack-seconds", type=int, default=120, help="seconds that the attacks last")
    parser.add_argument("--rounds", type=int, default=5, help="rounds; every contender has a turn in each")
    parser.add_argument("--seconds", type=int, default=5, help="seconds of each turn")
    data = Path(tempfile.gettempdir()) / "task-record-benchmarks"
    parser.add_argument("--data", type=Path, default=data, help="the directory of the databases, for later runs")
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md", help="the file to write")
    return Options(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
