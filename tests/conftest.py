"""How tests are run. Their fixtures, in tests/fixtures.py, are imported where tests run, which takes two seconds."""

import gc
import os
import sys
from itertools import islice
from typing import Any

import pytest

from tests.provider import Provider, provided

# Until all is imported, of which nothing goes: collections would be a fifth of it.
gc.disable()

_PROVIDERS = pytest.StashKey[list[Provider]]()


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("dist", "no") == "no":  # else no tests run in the process that gives them to xdist's workers
        config.pluginmanager.import_plugin("tests.fixtures")
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    config.stash[_PROVIDERS] = [
        Provider("postgres", "tests.services:running_postgres"),
        Provider("object_storage", "tests.services:running_object_storage"),
        Provider("databases", "tests.databases.servers:running_databases"),
        Provider("demo", "tests.server.development.development:recorded_demo"),
        Provider("program", "tests.server.commands:running_program"),
        Provider("collector", "tests.server.commands:running_collector"),
        Provider("program_of_several", "tests.server.commands:running_program_of_several"),
    ]
    for provider in config.stash[_PROVIDERS]:
        provider.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    providers = config.stash.get(_PROVIDERS, [])
    for provider in providers:
        provider.stop()
    for provider in providers:
        provider.join()


def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """xdist's workers are forked from a process that has imported all tests."""
    for spec in specs:
        spec.python = f"env PYTHONPATH={config.rootpath} {sys.executable} -S -m tests.worker {provided('collector')}"


def pytest_xdist_auto_num_workers() -> int:
    """Four for two cores: tests wait for servers and browsers."""
    return (os.cpu_count() or 1) * 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests come first in each of the parts, of one length, that xdist gives its workers at first."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if item.get_closest_marker("slow")]
    others = iter([item for item in items if not item.get_closest_marker("slow")])
    ends = [len(items) * worker // workers for worker in range(1, workers + 1)]
    items.clear()
    for worker, end in enumerate(ends):
        items += slow[worker::workers]
        items += islice(others, max(end - len(items), 0))


def pytest_collection_finish() -> None:
    """What is there by now stays: each full collection would look through it, 0.3 s each time."""
    gc.enable()
    gc.collect()
    gc.freeze()
