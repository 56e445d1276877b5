"""
Whether tasks are written as fast as at an earlier commit: `python -m benchmarks.earlier e16aa5c`. In each round,
pgbench runs the same plain SQL on a database of each version, migrated by that version, without a server. PostgreSQL
takes 4 ms to flush its log. Each writer is a new session, whose first transactions plan all statements; a turn of
`--seconds` has many more.
"""

import argparse
import asyncio
import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.environment import HERE
from benchmarks.table import ratio, table
from benchmarks.writers import NEXT_USER, STATEMENTS, USERS, pgbench, times, with_slow_flushes

TOP = HERE.parent
SERVE = """
import sys
from pathlib import Path
from server.development.migrated import migrated_postgres
with migrated_postgres(Path(sys.argv[1])) as postgres:
    print(postgres.superuser_url, postgres.owner_url, flush=True)
    sys.stdin.read()
"""
SCRIPTS = {name: f"{NEXT_USER}{STATEMENTS[name]};" for name in ("recording", "starting", "completing")}
"""Each changes the tasks of the one before."""
WRITERS = (1, 32)
Rates = dict[tuple[str, int], list[float]]
"""Transactions per second in each round, by script and number of writers."""


class Urls(NamedTuple):
    superuser: str
    owner: str


@contextmanager
def tree_of(commit: str) -> Iterator[Path]:
    """Check out the commit, and install its packages."""
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory, "main")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=TOP, check=True)
        try:
            subprocess.run([tree / "run", "token", "--help"], stdout=subprocess.DEVNULL, check=True)
            yield tree
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=TOP, check=True)


@contextmanager
def postgres_of(tree: Path) -> Iterator[Urls]:
    """Run PostgreSQL with an empty database, migrated by the program in `tree`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(
            [tree / ".venv" / "bin" / "python", "-c", SERVE, data],
            cwd=tree,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout
        yield Urls(*process.stdout.readline().split())  # it ends when stdin is closed


async def turn(urls: Urls, rates: Rates, number: int, seconds: int) -> None:
    for writers in WRITERS:
        run = number * len(WRITERS) + WRITERS.index(writers)
        given = [f"-D{variable}={value}" for variable, value in (("run", run), ("n", 0), ("users", USERS))]
        for name, script in SCRIPTS.items():
            rate = await pgbench(urls.owner, script, writers, times(writers, seconds, in_turns=False), *given)
            rates[name, writers].append(rate)


async def measured(earlier: Urls, now: Urls, rounds: int, seconds: int) -> tuple[Rates, Rates]:
    """Return the rates of both. The first round records each user's first tasks, and is not counted."""
    found: tuple[Rates, Rates] = defaultdict(list), defaultdict(list)
    async with AsyncExitStack() as stack:
        for urls in (earlier, now):
            await stack.enter_async_context(with_slow_flushes(urls.superuser))
        for number in range(rounds + 1):
            turns = ((earlier, found[0]), (now, found[1]))
            for urls, rates in reversed(turns) if number % 2 else turns:
                await turn(urls, rates if number else defaultdict(list), number, seconds)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.earlier", description=__doc__)
    parser.add_argument("commit", help="the earlier commit")
    parser.add_argument("--rounds", type=int, default=5, help="rounds; both have a turn in each")
    parser.add_argument("--seconds", type=int, default=10, help="about how long each script runs in a turn")
    options = parser.parse_args()
    with tree_of(options.commit) as tree, postgres_of(tree) as earlier, postgres_of(TOP) as now:
        then, here = asyncio.run(measured(earlier, now, options.rounds, options.seconds))
    rows = [
        [
            name,
            str(writers),
            f"{median(then[name, writers]):,.0f}",
            f"{median(rates):,.0f}",
            ratio(rates, then[name, writers]),
        ]
        for (name, writers), rates in here.items()
    ]
    print("\n".join(table(["", "writers", f"a second at {options.commit}", "now", "times as many"], rows)))


if __name__ == "__main__":
    main()
