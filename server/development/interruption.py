import signal
import sys
from types import FrameType


def interrupt_once() -> None:
    """Have the first SIGINT or SIGTERM raise KeyboardInterrupt, for an orderly end; further ones are ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.unraisablehook = _report


def _stop(number: int, frame: FrameType | None) -> None:
    """Handle a signal: raise KeyboardInterrupt for an orderly end, which further signals do not interrupt."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _report(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report an exception that cannot be raised, except a KeyboardInterrupt, as may come while a process is forked."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)


def raise_again() -> None:
    """
    Raise KeyboardInterrupt again if a signal has come: some libraries catch everything while they are imported, and in
    some places none can be raised.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        raise KeyboardInterrupt
