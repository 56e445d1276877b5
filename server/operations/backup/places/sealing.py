"""Encryption with age (https://age-encryption.org) for recipients; only their identities decrypt it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import pyrage

from server.operations.backup.places.place import BackupFailed

IN_MEMORY = 2**20
"""The bytes up to which a temporary file stays in memory. A larger one is on disk, without a name."""


@contextmanager
def temporary_file() -> Iterator[BinaryIO]:
    """A temporary file, in memory if it is small. Nothing of it is left if the process is killed."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        yield cast("BinaryIO", file)


def digest_of(file: BinaryIO) -> tuple[int, str]:
    """Return the size in bytes and the SHA-256 in hex of the whole file. Afterwards, its position is at the end."""
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return file.seek(0, os.SEEK_END), digest


class Recipients:
    """The public keys to encrypt for, of age or of SSH (Ed25519, RSA). Raises BackupFailed for any other text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.keys = [recipient(text.strip()) for text in texts]
        self.name = sha256("\n".join(sorted(texts)).encode()).hexdigest()[:8]
        """A short name that identifies the set of recipients."""

    def seal(self, file: BinaryIO, sealed: BinaryIO) -> None:
        file.seek(0)
        pyrage.encrypt_io(file, sealed, self.keys)


class Identities:
    """The secret keys to decrypt with, from files of `age-keygen` and `ssh-keygen`."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.keys = [key for path in paths for key in identities(path)]

    def open(self, sealed: BinaryIO, file: BinaryIO) -> None:
        """Decrypt `sealed` into `file`. Raise BackupFailed when no identity fits."""
        sealed.seek(0)
        try:
            pyrage.decrypt_io(sealed, file, self.keys)
        except pyrage.DecryptError as error:
            raise BackupFailed(
                f"The backup is encrypted, and cannot be decrypted ({error}). Give --identity, the file of a "
                "recipient's secret key."
            ) from None


def recipient(text: str) -> Any:
    """Read a public key of age or SSH. Raise BackupFailed for any other text."""
    try:
        return (pyrage.ssh if text.startswith("ssh-") else pyrage.x25519).Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupFailed(f"{text!r} is not a public key of age (age1…) or of SSH (ssh-ed25519 …).") from None


def identities(path: Path) -> list[Any]:
    """Read the secret keys in a file: one of SSH, or a line for each of age. Raise BackupFailed for other content."""
    try:
        text = path.read_text()
        if text.startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupFailed(f"{path} cannot be read as secret keys of age or SSH.") from None
