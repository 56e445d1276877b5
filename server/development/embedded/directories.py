import hashlib
import os
import tempfile
from pathlib import Path

from server.development.embedded.account import STATE_DIRECTORY, can_reach, give
from server.development.embedded.errors import EmbeddedServerError

_LONGEST_SOCKET_DIRECTORY = 60
"""A socket's whole path must stay under 108 bytes."""


def data_directory(wanted: Path) -> Path:
    """`wanted`, or, where the servers' account cannot reach that, a directory of STATE_DIRECTORY that stands for it."""
    wanted = wanted.absolute()
    if can_reach(wanted):
        return wanted
    return STATE_DIRECTORY / hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]


def make_data_directory(directory: Path) -> None:
    """Make the directory unless it is there. Others may enter it, as the servers' account must, but not list it."""
    if directory.exists():
        return
    try:
        directory.mkdir(parents=True)
    except OSError as error:
        raise EmbeddedServerError(f"Cannot make {directory}: {error.strerror}.") from None
    directory.chmod(0o711)


def make_server_directory(directory: Path) -> None:
    """Make the directory unless it is there, for the servers' account alone."""
    if not directory.exists():
        directory.mkdir(mode=0o700)
        give(directory)


def temporary_directory() -> Path:
    """A new directory that the servers' account can reach, with a name short enough for sockets in it."""
    parent = Path(tempfile.gettempdir())
    if len(os.fsencode(parent)) > _LONGEST_SOCKET_DIRECTORY or not can_reach(parent):
        parent = Path("/tmp")  # noqa: S108 - mkdtemp makes a name of its own there
    return Path(tempfile.mkdtemp(prefix="taskrecord-", dir=parent))
