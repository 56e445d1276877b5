import hashlib
import os
import tempfile
from pathlib import Path

from server.development.embedded.account import STATE_DIRECTORY, can_reach, give
from server.development.embedded.errors import EmbeddedServerError

_LONGEST_SOCKET_DIRECTORY = 60
"""Bytes: the whole path of a socket must be shorter than 108."""


def data_directory(wanted: Path) -> Path:
    """Return `wanted` or, if the servers' account cannot reach it, the directory of STATE_DIRECTORY to use instead."""
    wanted = wanted.absolute()
    if can_reach(wanted):
        return wanted
    return STATE_DIRECTORY / hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]


def make_data_directory(directory: Path) -> None:
    """
    Make the directory if it does not exist. Others may enter it, as the servers' account must, but not list it. Raise
    EmbeddedServerError when it cannot be made.
    """
    if directory.exists():
        return
    try:
        directory.mkdir(parents=True)
    except OSError as error:
        raise EmbeddedServerError(f"Cannot make {directory}: {error.strerror}.") from None
    directory.chmod(0o711)


def make_server_directory(directory: Path) -> None:
    """Make the directory if it does not exist, accessible to the servers' account only."""
    if not directory.exists():
        directory.mkdir(mode=0o700)
        give(directory)


def temporary_directory() -> Path:
    """Make a new directory that the servers' account can reach, with a path short enough for sockets in it."""
    parent = Path(tempfile.gettempdir())
    if len(os.fsencode(parent)) > _LONGEST_SOCKET_DIRECTORY or not can_reach(parent):
        parent = Path("/tmp")  # noqa: S108 - mkdtemp makes a name of its own there
    return Path(tempfile.mkdtemp(prefix="taskrecord-", dir=parent))
