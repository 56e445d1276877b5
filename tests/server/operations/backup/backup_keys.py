"""The keys of an encrypted, signed backup, as operators have them."""

import subprocess
from pathlib import Path
from typing import NamedTuple, Self

import pyrage


class Keys(NamedTuple):
    recipient: str
    identity: Path
    signing: Path
    signer: Path

    @classmethod
    def made(cls, directory: Path) -> Self:
        identity, signing = directory / "identity", directory / "signing"
        secret = pyrage.x25519.Identity.generate()
        identity.write_text(f"# of the test\n{secret}\n")
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "of the test", "-f", str(signing)]
        subprocess.run(made, check=True)
        return cls(str(secret.to_public()), identity, signing, signing.with_suffix(".pub"))

    @property
    def options(self) -> list[object]:
        """Those of `restore`."""
        return ["--identity", self.identity, "--signer", self.signer]
