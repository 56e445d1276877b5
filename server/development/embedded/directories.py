"""The account that the embedded servers run as, and directories that it can reach."""

import hashlib
import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from server.development.embedded import EmbeddedServerError

STATE_DIRECTORY = Path("/var/lib/taskrecord")
"""Root stores programs and data here that the servers' account cannot reach at their own paths."""
_LONGEST_SOCKET_DIRECTORY = 60
"""Bytes: the whole path of a socket must be shorter than 108."""


def unprivileged_account() -> pwd.struct_passwd | None:
    """Return the account that the servers run as if this process runs as root, or None."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def child_environment(directory: Path) -> dict[str, str]:
    """Return a server's environment, without variables of this process: `weed` would use the user's AWS keys."""
    return {"PATH": os.defpath, "HOME": str(directory), "TZ": "UTC", "LC_ALL": "C"}


def dropped_privileges() -> dict[str, Any]:
    """Return the arguments of `subprocess.Popen` that make a child run as the servers' account, if this one is root."""
    account = unprivileged_account()
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": ()}


def give(path: Path) -> None:
    """Make the servers' account the owner of a file or directory that this process has just created."""
    if account := unprivileged_account():
        os.chown(path, account.pw_uid, account.pw_gid)


def can_reach(path: Path) -> bool:
    """Whether the servers' account may enter every directory on the way to `path`, and `path` itself."""
    if unprivileged_account() is None:
        return True
    existing = (each for each in [path, *path.parents] if each.exists())
    return all(each.stat().st_mode & 0o001 for each in existing)


def reachable_copy(source: Path, names: Sequence[str], label: str) -> Path:
    """
    Return the directory to run the programs `names` from: `source` or, if the servers' account cannot reach that, a
    copy in STATE_DIRECTORY. The copy is made once for each `label`, which names the version, and takes a second.
    """
    if all(can_reach((source / name).resolve()) for name in names):
        return source
    target = STATE_DIRECTORY / "programs" / label
    if not target.exists():
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        copy = Path(tempfile.mkdtemp(dir=target.parent))
        copy.chmod(0o755)
        for name in names:
            _copy(source / name, copy / name)
        _publish(copy, target)
    return target


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
    for path in [target, *target.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))


def _publish(copy: Path, target: Path) -> None:
    try:
        copy.rename(target)
    except OSError:
        shutil.rmtree(copy)  # another process has published its copy


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
