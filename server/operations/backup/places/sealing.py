"""Encryption with age (https://age-encryption.org): to recipients, whose identities alone can read it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import pyrage

from server.operations.backup.places.backup_failed import BackupFailed

IN_MEMORY = 2**20
"""Bytes of a temporary file; what is larger goes to disk."""


@contextmanager
def temporary_file() -> Iterator[BinaryIO]:
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        yield cast("BinaryIO", file)


def digest_of(file: BinaryIO) -> tuple[int, str]:
    """Size and SHA-256 of the whole file."""
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return file.seek(0, os.SEEK_END), digest


class Recipients:
    """Those who can read what is sealed for them: public keys of age, or of SSH (Ed25519, RSA)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.keys = [recipient(text.strip()) for text in texts]
        self.name = sha256("\n".join(sorted(texts)).encode()).hexdigest()[:8]
        """The same for the same recipients alone."""

    def seal(self, file: BinaryIO, sealed: BinaryIO) -> None:
        file.seek(0)
        pyrage.encrypt_io(file, sealed, self.keys)


class Identities:
    """What opens what was sealed, from files as `age-keygen` and `ssh-keygen` make them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.keys = [key for path in paths for key in identities(path)]

    def open(self, sealed: BinaryIO, file: BinaryIO) -> None:
        sealed.seek(0)
        try:
            pyrage.decrypt_io(sealed, file, self.keys)
        except pyrage.DecryptError as error:
            raise BackupFailed(
                f"The backup is encrypted, and cannot be opened ({error}). Give --identity, the file of a recipient's "
                "secret key."
            ) from None


def recipient(text: str) -> Any:
    try:
        return (pyrage.ssh if text.startswith("ssh-") else pyrage.x25519).Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupFailed(
            f"{text!r} is no recipient. Give a public key: age1…, or one of SSH, ssh-ed25519 …."
        ) from None


def identities(path: Path) -> list[Any]:
    try:
        text = path.read_text()
        if text.startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupFailed(f"{path} cannot be read as a file of age's or SSH's secret keys.") from None
