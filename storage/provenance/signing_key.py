"""Reads the certificates and the key that sign Content Credentials (C2PA), and signs with them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, SECP384R1, SECP521R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from storage.provenance.content_credentials import ACCEPTED_USES

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey | Ed25519PrivateKey
CURVES = {SECP256R1: ("ES256", SHA256), SECP384R1: ("ES384", SHA384), SECP521R1: ("ES512", SHA512)}
"""The algorithm that goes with each curve."""
MIN_RSA = 2048
"""Bits."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, which never leaves this process, with the certificates that lead from it to an authority."""

    certificates: str
    """PEM, the key's certificate first."""
    algorithm: str
    """C2PA's name of it."""
    key: PrivateKey
    expires_at: datetime
    """When the key's certificate is no longer valid."""

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.key, EllipticCurvePrivateKey):
            _, digest = CURVES[type(self.key.curve)]
            return self.key.sign(data, ECDSA(digest()))
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PSS(MGF1(SHA256()), SHA256.digest_size), SHA256())
        return self.key.sign(data)


def read_signing_key(certificates: Path, key: Path) -> SigningKey:
    """Read both PEM files. If they cannot sign, ValueError says what is wrong, and what was expected."""
    chain, private = read_certificates(certificates), read_key(key)
    check_fit(chain, certificates, private, key)
    check_profile(chain[0], certificates)
    return SigningKey(pem(chain), algorithm_of(private, key), private, chain[0].not_valid_after_utc)


def read_trust(path: Path) -> str:
    """Return the certificates in a PEM file, as text. ValueError says why there are none."""
    return pem(read_certificates(path))


def pem(certificates: list[x509.Certificate]) -> str:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates).decode()


def read_certificates(path: Path) -> list[x509.Certificate]:
    """Return the certificates in a PEM file. ValueError says why there are none."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise ValueError(f"cannot read {path} ({error.strerror}); expected a PEM file of certificates") from error
    except ValueError as error:
        raise ValueError(f"{path} has no certificates; expected them as PEM, the key's first") from error


def read_key(path: Path) -> PrivateKey:
    """Return the private key in a PEM file. ValueError says why there is none that can be used."""
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise ValueError(f"cannot read {path} ({error.strerror}); expected a PEM file of a private key") from error
    except TypeError as error:
        raise ValueError(f"the key in {path} has a passphrase; expected one without") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError(f"{path} has no private key; expected one as PEM") from error
    if isinstance(key, PrivateKey):
        return key
    raise ValueError(f"the key in {path} cannot sign for C2PA; expected one of ECDSA, RSA or Ed25519")


def algorithm_of(key: PrivateKey, path: Path) -> str:
    """Return C2PA's name of the key's algorithm; ValueError if C2PA does not accept such a key."""
    if isinstance(key, EllipticCurvePrivateKey):
        if type(key.curve) not in CURVES:
            raise ValueError(f"the key in {path} is on the curve {key.curve.name}; expected P-256, P-384 or P-521")
        return CURVES[type(key.curve)][0]
    if isinstance(key, RSAPrivateKey) and key.key_size < MIN_RSA:
        raise ValueError(f"the key in {path} has {key.key_size} bits; expected {MIN_RSA:,} or more of RSA")
    return "PS256" if isinstance(key, RSAPrivateKey) else "ED25519"


def check_fit(chain: list[x509.Certificate], certificates: Path, key: PrivateKey, path: Path) -> None:
    """Raise ValueError unless the first certificate is the key's, and each other one is its predecessor's issuer's."""
    of_certificate, of_key = (
        one.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        for one in (chain[0].public_key(), key.public_key())
    )
    if of_certificate != of_key:
        raise ValueError(
            f"the key in {path} does not belong to the first certificate in {certificates}; expected its certificate "
            "first, and the others after it"
        )
    for number, (issued, issuer) in enumerate(pairwise(chain), 1):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise ValueError(
                f"certificate {number} in {certificates} was not issued by certificate {number + 1}; expected each to "
                "be followed by its issuer's"
            ) from error


def check_profile(certificate: x509.Certificate, path: Path) -> None:
    """Raise ValueError for a certificate whose signatures readers of C2PA would not accept."""
    has = {type(one.value): one.value for one in certificate.extensions}
    usage, uses = has.get(x509.KeyUsage), has.get(x509.ExtendedKeyUsage)
    lacks = {
        "the key usage digitalSignature": not isinstance(usage, x509.KeyUsage) or not usage.digital_signature,
        "an extended key usage that C2PA accepts, such as emailProtection": not isinstance(uses, x509.ExtendedKeyUsage)
        or {*ACCEPTED_USES}.isdisjoint(one.dotted_string for one in uses),
        "an authority key identifier": x509.AuthorityKeyIdentifier not in has,
    }
    if any(lacks.values()):
        raise ValueError(
            f"the first certificate in {path} lacks {' and '.join(one for one in lacks if lacks[one])}; expected one "
            "for signing, as docs/provenance.md describes it"
        )
