"""The recorded durations of test modules. The longest come first, so that no worker is left with one at the end."""

import json
from collections import defaultdict
from collections.abc import Container
from itertools import chain
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

RECORDED = Path(__file__).with_name("durations.json")
SHORT_SECONDS = 1.0
"""Of modules that are not recorded, at most."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-durations", action="store_true", help="write tests/durations.json")


def part(nodeid: str, keywords: Container[str]) -> str:
    """Return the name of a test's module, or of the module's slow tests. Tests are renamed more often than modules."""
    module = nodeid.partition("::")[0]
    return f"{module}, slow" if "slow" in keywords else module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the module that takes longest: a worker of xdist that is free is given the next module, whole."""
    recorded = json.loads(RECORDED.read_text())
    parts = defaultdict[Path, set[str]](set)
    for item in items:
        parts[item.path].add(part(item.nodeid, item.keywords))
    seconds = {path: sum(recorded.get(one, SHORT_SECONDS) for one in parts[path]) for path in parts}
    items.sort(key=lambda item: -seconds[item.path])


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if config.option.record_durations:
        seconds = defaultdict[str, float](float)
        for report in chain.from_iterable(terminalreporter.stats.values()):
            if isinstance(report, pytest.TestReport):
                seconds[part(report.nodeid, report.keywords)] += report.duration
        ranked = sorted(seconds.items(), key=lambda each: -each[1])
        long = {name: round(taken, 1) for name, taken in ranked if taken > SHORT_SECONDS}
        RECORDED.write_text(json.dumps(long, indent=1) + "\n")
