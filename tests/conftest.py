"""How tests are run."""

import gc
import os
from tempfile import TemporaryDirectory

import pytest

from tests import shared
from tests.preparation import prepare

pytest_plugins = ["tests.durations"]
FAST = "not slow and not faults"
"""The expression in pyproject.toml by which tests are chosen."""
gc.disable()  # until all tests are imported: two fifths of the time to collect them would be to look for garbage
EXAMPLES = "200"
"""Random examples of each kind with `--all`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run slow tests, too, and 200 random examples of each kind")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.all and config.option.markexpr == FAST:
        config.option.markexpr = "not faults"
    if config.getoption("dist", "no") == "no":  # otherwise, only xdist's workers need what takes seconds to import
        config.pluginmanager.import_plugin("tests.fixtures")
        config.pluginmanager.register(shared)
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    directory = TemporaryDirectory(prefix="taskrecord-run-")
    config.add_cleanup(directory.cleanup)
    os.environ[shared.DIRECTORY] = directory.name
    if config.option.all:
        os.environ.setdefault("TASK_RECORD_EXAMPLES", EXAMPLES)


def pytest_sessionstart(session: pytest.Session) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ and not session.config.option.collectonly:
        prepare(session.config)


def pytest_collection_finish() -> None:
    gc.enable()
    gc.freeze()  # imported objects are never garbage


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return two workers for each core, or more when slow tests, too, wait half of their time for others."""
    return (os.cpu_count() or 1) * 5 // 2 if config.option.all else (os.cpu_count() or 1) * 2
