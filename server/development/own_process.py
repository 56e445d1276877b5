"""The environment of `./run dev`, and the signals that end it."""

import os
import signal
import sys
from types import FrameType


def set_own_environment() -> None:
    """
    Remove the variables that name another PostgreSQL or storage from the environment. Set a umask with which the
    servers' account can reach new files.
    """
    for name in [*os.environ]:
        if name.startswith(("PG", "AWS_")):
            del os.environ[name]
    os.umask(0o022)


def interrupt_once() -> None:
    """Make the first SIGINT or SIGTERM raise KeyboardInterrupt, for an orderly end, and ignore later ones."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.unraisablehook = _report


def _stop(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _report(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report an exception that cannot be raised, unless it is a KeyboardInterrupt, as during a fork."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)


def raise_again() -> None:
    """
    Raise KeyboardInterrupt again if a signal has arrived: some libraries catch every exception while they are
    imported, and in some places none can be raised.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        raise KeyboardInterrupt
