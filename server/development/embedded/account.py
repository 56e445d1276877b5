"""Which account the embedded servers run as, and what that account can read."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

STATE_DIRECTORY = Path("/var/lib/taskrecord")
"""Where root keeps programs and data that the unprivileged account cannot reach at their own paths."""


def unprivileged_account() -> pwd.struct_passwd | None:
    """The account that the servers run as when this process runs as root; None otherwise, as they run as this one."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def give(path: Path) -> None:
    """Make the servers' account the owner of a file or directory that this process has just made."""
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
    copy in STATE_DIRECTORY. A copy is made once for each `label`, which names the version; it takes a second.
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
        # Another process has made the copy meanwhile.
        shutil.rmtree(copy)
