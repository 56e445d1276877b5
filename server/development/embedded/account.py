"""Which account the embedded servers run as, and what that account can read."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

STATE_DIRECTORY = Path("/var/lib/taskrecord")
"""Where root keeps what the unprivileged account must reach when its own place is closed to that account."""


def unprivileged_account() -> pwd.struct_passwd | None:
    """The account to drop to; None when this process is not root and has nothing to drop."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def give(path: Path) -> None:
    """Make the unprivileged account the owner of something this program has just made."""
    if account := unprivileged_account():
        os.chown(path, account.pw_uid, account.pw_gid)


def can_reach(path: Path) -> bool:
    """Whether the account can pass through (and so use) every directory down to `path`."""
    if unprivileged_account() is None:
        return True
    existing = (place for place in [path, *path.parents] if place.exists())
    return all(place.stat().st_mode & 0o001 for place in existing)


def reachable_copy(source: Path, names: Sequence[str], label: str) -> Path:
    """`source`, or a copy of `names` in it where the account can read them, made once a `label`."""
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
        # Another process was faster.
        shutil.rmtree(copy)
