import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from server.development.embedded.account import unprivileged_account
from server.development.embedded.errors import EmbeddedServerError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ServerProcess:
    """
    A child process that runs as the servers' account. Its output goes to `log`, it inherits the descriptors `inherit`,
    and gets the signal `orphaned` when this process ends.

    Make it in a thread that lives as long as the child shall: Linux takes the end of that thread for the parent's.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        directory: Path,
        log: Path,
        environment: Mapping[str, str],
        inherit: Sequence[int],
        orphaned: signal.Signals,
    ) -> None:
        self._name = Path(command[0]).name
        self._log = log
        parent = os.getpid()
        with open(log, "wb", opener=_open_private) as output:
            # A session of its own, so that Ctrl-C in a terminal does not reach it: this process stops it.
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=child_environment(directory) | dict(environment),
                start_new_session=True,
                pass_fds=inherit,
                preexec_fn=lambda: _stop_with(parent, orphaned),
                **dropped_privileges(),
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 60.0) -> None:
        """
        Return when `is_ready()` is true. Raise EmbeddedServerError when the process ends first, or is not ready after
        `seconds`.
        """
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running():
                raise EmbeddedServerError(self._failure("stopped while starting"))
            if time.monotonic() > deadline:
                raise EmbeddedServerError(self._failure(f"is not ready after {seconds:.0f} seconds"))
            time.sleep(0.01)

    def begin_stop(self) -> None:
        """Ask the process to stop, by SIGINT, without waiting for its end."""
        if self.is_running():
            self._process.send_signal(signal.SIGINT)

    def stop(self, seconds: float) -> None:
        """Ask the process to stop, and wait for its end; kill it after `seconds`."""
        self.begin_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
            return
        self.kill()

    def kill(self) -> None:
        """Kill the process and wait for its end."""
        self._process.kill()
        self._process.wait()

    def _failure(self, what: str) -> str:
        last_lines = self._log.read_text(errors="replace").splitlines()[-5:]
        return "\n  ".join([f"{self._name} {what}; {self._log} ends:", *last_lines])


def child_environment(directory: Path) -> dict[str, str]:
    """Return a server's environment, without variables of this process: `weed` would use the user's AWS keys."""
    return {"PATH": os.defpath, "HOME": str(directory), "TZ": "UTC", "LC_ALL": "C"}


class Privileges(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that set the account of the child."""

    user: int
    group: int
    extra_groups: Sequence[int]


def dropped_privileges() -> Privileges:
    """Return the arguments that make a child run as the servers' account; none unless this process runs as root."""
    account = unprivileged_account()
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": ()}


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _stop_with(parent: int, number: signal.Signals) -> None:
    """In the child, on Linux: ask for the signal when the parent ends, and exit if it has ended already."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)
