import hashlib
import os
import tempfile
from pathlib import Path

from server.development.embedded.account import STATE_DIRECTORY, can_reach, give
from server.development.embedded.errors import EmbeddedServerError

_LONGEST_SOCKET_DIRECTORY = 60
"""A socket's whole path must stay under 108 bytes."""


def data_directory(wanted: Path) -> Path:
    """`wanted`, or, where the unprivileged account cannot reach that, a place of its own outside."""
    wanted = wanted.absolute()
    if can_reach(wanted):
        return wanted
    return STATE_DIRECTORY / hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]


def make_data_directory(directory: Path) -> None:
    """Others may pass through (the servers' account must), not look around."""
    if directory.exists():
        return
    try:
        directory.mkdir(parents=True)
    except OSError as error:
        raise EmbeddedServerError(f"Cannot make {directory}: {error.strerror}.") from None
    directory.chmod(0o711)


def make_server_directory(directory: Path) -> None:
    if not directory.exists():
        directory.mkdir(mode=0o700)
        give(directory)


def temporary_directory() -> Path:
    """A new one with a short name, in a place that the servers' account can reach."""
    parent = Path(tempfile.gettempdir())
    if len(os.fsencode(parent)) > _LONGEST_SOCKET_DIRECTORY or not can_reach(parent):
        parent = Path("/tmp")  # noqa: S108 - mkdtemp makes a name of its own there
    return Path(tempfile.mkdtemp(prefix="taskrecord-", dir=parent))
