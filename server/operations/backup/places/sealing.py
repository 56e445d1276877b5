"""
Encryption with age (https://age-encryption.org): what is encrypted for recipients can be read only with one of their
identities.
"""

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
"""The bytes up to which a temporary file stays in memory; a larger one goes to disk, where it has no name."""


@contextmanager
def temporary_file() -> Iterator[BinaryIO]:
    """A temporary file, in memory as long as it is small. Of a process that is killed, nothing is left of it."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        yield cast("BinaryIO", file)


def digest_of(file: BinaryIO) -> tuple[int, str]:
    """Return the size in bytes and the SHA-256 in hex of the whole file, whose position is at its end afterwards."""
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return file.seek(0, os.SEEK_END), digest


class Recipients:
    """The public keys to encrypt for, of age or of SSH (Ed25519, RSA). BackupFailed for a text that is none."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.keys = [recipient(text.strip()) for text in texts]
        self.name = sha256("\n".join(sorted(texts)).encode()).hexdigest()[:8]
        """A short name that is the same for the same recipients only."""

    def seal(self, file: BinaryIO, sealed: BinaryIO) -> None:
        file.seek(0)
        pyrage.encrypt_io(file, sealed, self.keys)


class Identities:
    """The secret keys to decrypt with, from files as `age-keygen` and `ssh-keygen` write them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.keys = [key for path in paths for key in identities(path)]

    def open(self, sealed: BinaryIO, file: BinaryIO) -> None:
        """Decrypt `sealed` and write its content to `file`. Raise BackupFailed when no identity fits."""
        sealed.seek(0)
        try:
            pyrage.decrypt_io(sealed, file, self.keys)
        except pyrage.DecryptError as error:
            raise BackupFailed(
                f"The backup is encrypted, and cannot be opened ({error}). Give --identity, the file of a recipient's "
                "secret key."
            ) from None


def recipient(text: str) -> Any:
    """Read a public key of age or SSH. Raise BackupFailed when the text is none."""
    try:
        return (pyrage.ssh if text.startswith("ssh-") else pyrage.x25519).Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupFailed(
            f"{text!r} is no recipient. Give a public key: age1…, or one of SSH, ssh-ed25519 …."
        ) from None


def identities(path: Path) -> list[Any]:
    """Read the secret keys in a file: one of SSH, or a line for each of age. Raise BackupFailed when it has others."""
    try:
        text = path.read_text()
        if text.startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupFailed(f"{path} cannot be read as a file of age's or SSH's secret keys.") from None
