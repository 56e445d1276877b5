"""
Services that all processes of a pytest run share. The process that asks for one first starts it, and stops it once all
other processes have ended.
"""

import fcntl
import os
import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

DIRECTORY = "TASK_RECORD_TEST_RUN"
"""The environment variable, which xdist's workers inherit, with a directory of the run."""
_RUNNING = ExitStack()
_USING = pytest.StashKey[int]()
"""The descriptor of that directory, which a process that runs tests has locked."""
Service = TypeVar("Service")


def shared(start: Callable[[], AbstractContextManager[Service]]) -> Service:
    """Return what the service yields, which can be pickled, or raise the error with which its start failed."""
    with Path(os.environ[DIRECTORY], start.__qualname__).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if not (pickled := file.read()):
            pickled = pickle.dumps(_started(start))
            file.write(pickled)
    result: Service | Exception = pickle.loads(pickled)  # noqa: S301 - a process of this run wrote it
    if isinstance(result, Exception):
        raise result
    return result


def _started(start: Callable[[], AbstractContextManager[Service]]) -> Service | Exception:
    try:
        return _RUNNING.enter_context(start())
    except Exception as error:
        return error


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make the services of other processes run until this process has run its tests, or ends."""
    session.stash[_USING] = using = os.open(os.environ[DIRECTORY], os.O_RDONLY)
    fcntl.flock(using, fcntl.LOCK_SH)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the services that this process started, once no other process uses any."""
    fcntl.flock(session.stash[_USING], fcntl.LOCK_EX)
    _RUNNING.close()
    os.close(session.stash[_USING])
