"""A key that cannot sign is refused before a server starts, with a message that says what to do."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID
from pydantic import ValidationError

from server.settings.settings import Settings, explain
from storage.images.image_inspection import ImageInspection
from storage.provenance.signing_key import read_signing_key
from tests.api import JWT_SECRET
from tests.storage.provenance.authority import Authority, SigningPair

REQUIRED: dict[str, Any] = {
    "database_url": "postgresql://app@localhost/records",
    "s3_bucket_name": "images",
    "jwt_secret": JWT_SECRET,
}


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def settings(issued: SigningPair, **others: Any) -> Settings:
    pair = {"content_credentials_certificates": issued.certificates, "content_credentials_key": issued.key}
    return Settings(**REQUIRED | pair | others)


def refused(issued: SigningPair, **others: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        settings(issued, **others)
    [line] = explain(caught.value)
    return line


def test_keys_and_certificates_are_read(authority: Authority) -> None:
    for key, algorithm in (
        (None, "ES256"),
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (rsa.generate_private_key(65537, 2048), "PS256"),
        (ed25519.Ed25519PrivateKey.generate(), "ED25519"),
    ):
        read = settings(authority.issue(key=key), content_credentials_trust=authority.trust)
        assert read.signing_key
        assert read.signing_key.algorithm == algorithm
        assert read.trust == authority.trust.read_text()


def test_unsuitable_keys_and_certificates_are_refused(authority: Authority, tmp_path: Path) -> None:
    one, other = authority.issue(), authority.issue()
    pair = "CONTENT_CREDENTIALS_CERTIFICATES, CONTENT_CREDENTIALS_KEY"
    assert refused(SigningPair(one.certificates, other.key)).startswith(
        f"{pair}: the key in {other.key} does not belong to the first certificate in {one.certificates}; expected"
    )
    locked = tmp_path / "locked.key"
    key = load_pem_private_key(one.key.read_bytes(), None)
    locked.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")))
    assert "has a passphrase; expected one without" in refused(SigningPair(one.certificates, locked))
    small = authority.issue(key=rsa.generate_private_key(65537, 1024))  # noqa: S505
    assert "has 1024 bits; expected 2,048 or more of RSA" in refused(small)
    unknown = authority.issue(key=ec.generate_private_key(ec.SECP256K1()))
    assert "is on the curve secp256k1; expected P-256, P-384 or P-521" in refused(unknown)
    lacks = refused(authority.issue(signs=False, use=ExtendedKeyUsageOID.SERVER_AUTH))
    assert "lacks the key usage digitalSignature and an extended key usage that C2PA accepts" in lacks
    swapped = tmp_path / "swapped.pem"
    swapped.write_bytes(one.certificates.read_bytes() + other.certificates.read_bytes())
    assert "certificate 2 in" in refused(SigningPair(swapped, one.key))
    assert "cannot read" in refused(SigningPair(tmp_path / "none", one.key))
    assert "has no certificates" in refused(SigningPair(one.key, one.key))
    assert "has no private key" in refused(SigningPair(one.certificates, one.certificates))
    assert refused(one, content_credentials_key=None) == f"{pair}: only one is set; set both or neither"
    assert refused(one, content_credentials_trust=one.key).startswith("CONTENT_CREDENTIALS_TRUST: ")


def test_without_the_library_a_server_does_not_start(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.settings.installation_settings.is_installed", lambda: False)
    assert "c2pa-python is not installed; next: install requirements-credentials.lock" in refused(authority.issue())


def test_the_key_is_not_sent_to_the_process_that_decodes(authority: Authority) -> None:
    pair = authority.issue()
    look = ImageInspection(key=read_signing_key(pair.certificates, pair.key))
    assert look.request.certificates == pair.certificates.read_text()
    key = load_pem_private_key(pair.key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    secret = key.private_numbers().private_value.to_bytes(32)
    sent = pickle.dumps(look.request)
    assert b"PRIVATE" not in sent
    assert secret not in sent
