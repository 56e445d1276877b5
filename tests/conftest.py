"""How tests are run. Only processes that run tests import tests/fixtures.py, which takes two seconds."""

import gc
import os
import sys
from itertools import islice
from typing import Any

import pytest

from tests.preparation import prepare
from tests.provider import Provider, provided

# While tests are imported, nothing becomes garbage, and collections would take a fifth of the time.
gc.disable()

_PROVIDERS = pytest.StashKey[list[Provider]]()


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("dist", "no") == "no":  # otherwise, only xdist's workers run tests
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
        Provider("multiprocess_program", "tests.server.commands:running_multiprocess_program"),
    ]
    for provider in config.stash[_PROVIDERS]:
        provider.start()


def pytest_sessionstart(session: pytest.Session) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ and not session.config.option.collectonly:
        prepare(session.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    providers = config.stash.get(_PROVIDERS, [])
    for provider in providers:
        provider.stop()
    for provider in providers:
        provider.join()


def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """Have xdist's workers forked from a process that has imported all tests."""
    for spec in specs:
        spec.python = f"env PYTHONPATH={config.rootpath} {sys.executable} -S -m tests.worker {provided('collector')}"


def pytest_xdist_auto_num_workers() -> int:
    """Return two workers for each core: tests spend much of their time waiting for servers and browsers."""
    return (os.cpu_count() or 1) * 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the slow tests evenly over xdist's workers, each of which begins with its own.

    At first, xdist gives each worker a part of the list, all of one length; the slow tests come first in each part.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if item.get_closest_marker("slow")]
    others = iter([item for item in items if not item.get_closest_marker("slow")])
    ends = [len(items) * worker // workers for worker in range(1, workers + 1)]
    items.clear()
    for worker, end in enumerate(ends):
        items += slow[worker::workers]
        items += islice(others, max(end - len(items), 0))


def pytest_collection_finish() -> None:
    """Exempt what was imported from garbage collection: it stays, and each full collection would take 0.3 s longer."""
    gc.enable()
    gc.collect()
    gc.freeze()
