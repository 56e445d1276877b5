"""
Signatures (Ed25519) on a backup's manifest, its lists and the lists of erased users. Someone who can write to the place
for backups, and even knows the recipients, cannot forge a backup that a restore accepts.
"""

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key, load_ssh_public_key

from server.operations.backup.places.place import BackupFailed

FORMAT = b"task-record backup 2"
"""The first words of each signed file, and of the signed message. The number is the version of the backups' format."""
UNSIGNED = b"unsigned"
KeyT = TypeVar("KeyT")


class Signatures:
    """The key that signs written files, and the keys that may have signed files read. Without keys, none is signed."""

    def __init__(self, signing_key: Path | None = None, signers: Sequence[Path] = ()) -> None:
        """The files are those of `ssh-keygen -t ed25519`. Raises BackupFailed for any other."""
        self.key = signing_key and private_key(signing_key)
        self.signers = [public_key(line, path) for path in signers for line in key_lines(path)]
        if self.key:
            self.signers.append(self.key.public_key())

    def signed(self, name: str, content: bytes) -> bytes:
        """Return the content of the file of that name after a line with its signature, if there is a key."""
        signature = base64.b64encode(self.key.sign(message(name, content))) if self.key else UNSIGNED
        return b"%s %s\n%s" % (FORMAT, signature, content)

    def verified(self, name: str, data: bytes) -> bytes:
        """Return the content without its first line. With signers, raise BackupFailed unless one has signed it."""
        line, _, content = data.partition(b"\n")
        words, _, signature = line.rpartition(b" ")
        if words != FORMAT:
            raise BackupFailed(f"{name} does not have the backup format of this version of the server.")
        if signature == UNSIGNED and not self.signers:
            return content
        if signature == UNSIGNED:
            raise BackupFailed(f"{name} is not signed. It was replaced, or written without --sign.")
        if not self.signers:
            raise BackupFailed(f"{name} is signed. Give --signer, the file of the public key.")
        if not any(is_signed(signer, signature, message(name, content)) for signer in self.signers):
            raise BackupFailed(f"{name} is not signed by the key of --signer or --sign. It was changed.")
        return content


def message(name: str, content: bytes) -> bytes:
    """Return the signed message. With format and name, the signature is invalid for any other file."""
    return b"%s\n%s\n%s" % (FORMAT, name.encode(), content)


def is_signed(signer: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        signer.verify(base64.b64decode(signature, validate=True), signed)
    except (InvalidSignature, binascii.Error):
        return False
    return True


def private_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_ssh_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise BackupFailed(
            f"{path} is not a secret key for signing. Make one: ssh-keygen -t ed25519 -N '' -f backup-key"
        )
    return key


def key_lines(path: Path) -> list[bytes]:
    try:
        lines = [line.strip() for line in path.read_bytes().splitlines()]
    except OSError as error:
        raise BackupFailed(f"{path} cannot be read: {error.strerror}.") from None
    return [line for line in lines if line and not line.startswith(b"#")]


def public_key(line: bytes, path: Path) -> Ed25519PublicKey:
    try:
        key = load_ssh_public_key(line)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BackupFailed(f"{path} is not a signer's public key. Expected lines such as ssh-ed25519 AAAA….")
    return key
