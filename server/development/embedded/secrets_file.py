import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from server.development.embedded import EmbeddedServerError


def _random(size: int = 32) -> Callable[[], str]:
    return lambda: secrets.token_hex(size)


@dataclass(frozen=True)
class EmbeddedSecrets:
    """The secrets of a data directory: random, generated at the first start, and stored in secrets.json, mode 0600."""

    superuser_password: str = field(default_factory=_random(), repr=False)
    owner_password: str = field(default_factory=_random(), repr=False)
    application_password: str = field(default_factory=_random(), repr=False)
    jwt_secret: str = field(default_factory=_random(), repr=False)
    s3_access_key_id: str = field(default_factory=_random(10), repr=False)
    s3_secret_access_key: str = field(default_factory=_random(), repr=False)
    storage_signing_key: str = field(default_factory=_random(), repr=False)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read the secrets. Raise EmbeddedServerError when there are none, or the file belongs to another account."""
        path = _path(directory)
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            raise EmbeddedServerError(f"No server has run in {directory} yet: start ./run dev first.") from None
        except PermissionError:
            raise EmbeddedServerError(f"{path} belongs to another account.") from None

    @classmethod
    def make_if_missing(cls, directory: Path) -> None:
        """Generate the secrets, unless the directory has them."""
        if not _path(directory).exists():
            _write(_path(directory), cls())


def _path(directory: Path) -> Path:
    return directory / "secrets.json"


def _write(path: Path, secrets: EmbeddedSecrets) -> None:
    """Write the whole file at once, unless another process has written it meanwhile."""
    # mkstemp's files have mode 0600.
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(secrets), file, indent=1)
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(name)
    Path(name).unlink()
