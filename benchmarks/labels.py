"""
`.venv/bin/python -m benchmarks.labels`: the time and peak memory that labelling and signing add to completing a task,
compared with a server that does neither.
"""

import argparse
import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.contenders import BOTH_CORES, OURS, Running, running
from benchmarks.memory import PeakMemory
from benchmarks.table import ratio, table
from benchmarks.uploads import MB, client, picture, seconds, services, variables
from server.development.embedded.directories import temporary_directory
from tests.storage.provenance.authority import Authority

SIZES = {"200 kB": 200_000, "10 MB": 10 * MB}


@contextmanager
def ways() -> Iterator[dict[str, dict[str, str]]]:
    """The settings of each server, by its name."""
    directory = temporary_directory()
    try:
        pair = Authority(Path(directory)).issue()
        labels = {"CONTENT_PRODUCER": "Example Studio"}
        signs = {
            "CONTENT_CREDENTIALS_CERTIFICATES": str(pair.certificates),
            "CONTENT_CREDENTIALS_KEY": str(pair.key),
        }
        yield {"neither": {}, "labelled": labels, "labelled and signed": labels | signs}
    finally:
        shutil.rmtree(directory)


def labels(rounds: int) -> list[str]:
    """Measure completing tasks, in so many rounds, by each server in turn."""
    lines = []
    with services() as settings, ways() as each, ExitStack() as stack:
        url = settings.database_url.get_secret_value()
        servers = {
            name: stack.enter_context(running(replace(OURS, cores=BOTH_CORES), url, **variables(settings), **added))
            for name, added in each.items()
        }
        for size, number in SIZES.items():
            times, peaks = asyncio.run(in_turns(servers, picture(number), rounds))
            rows = [
                [name, f"{median(took) * 1000:.1f}", ratio(took, times["neither"]), f"{peaks[name] / MB:.0f} MB"]
                for name, took in times.items()
            ]
            lines += [*table([f"completing a task with {size}", "ms, median", "ratio", "peak memory"], rows), ""]
    return lines[:-1]


async def in_turns(
    servers: dict[str, Running], image: bytes, rounds: int
) -> tuple[dict[str, list[float]], dict[str, int]]:
    times: dict[str, list[float]] = {name: [] for name in servers}
    peaks = dict.fromkeys(servers, 0)
    for number in range(rounds + 2):
        for name, server in servers.items():
            async with client(f"http://127.0.0.1:{server.port}", 1) as one:
                task = await one.create()
                with PeakMemory(server.process_id) as memory:
                    took = await seconds(one.complete(task, image))
            if number >= 2:  # the first rounds warm up
                times[name].append(took)
                peaks[name] = max(peaks[name], memory.peak)
    return times, peaks


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.labels", description="Measure what labels cost.")
    parser.add_argument("--rounds", type=int, default=20, help="rounds, in which each server completes one task")
    print("\n".join(labels(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
