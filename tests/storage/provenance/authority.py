"""An authority that issues certificates for signing, as docs/provenance.md has OpenSSL make one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

DAY = timedelta(days=1)


def named(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


class SigningPair(NamedTuple):
    certificates: Path
    key: Path


class Authority:
    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.certificate = (
            self.unsigned("Authority", self.key, DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, SHA256())
        )
        self.trust = folder / "authority.pem"
        self.trust.write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def unsigned(self, name: str, key: CertificateIssuerPrivateKeyTypes, lasts: timedelta) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder(named("Authority"), named(name), key.public_key(), x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - 9 * DAY)
            .not_valid_after(datetime.now(UTC) + lasts)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def issue(
        self,
        name: str = "Example Studio",
        key: CertificateIssuerPrivateKeyTypes | None = None,
        *,
        lasts: timedelta = 90 * DAY,
        signs: bool = True,
        use: ObjectIdentifier = ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ) -> SigningPair:
        key = key or ec.generate_private_key(ec.SECP256R1())
        of_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        certificate = (
            self.unsigned(name, key, lasts)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(signs, False, not signs, False, False, False, False, False, False),
                critical=True,
            )
            .add_extension(x509.ExtendedKeyUsage([use]), critical=False)
            .add_extension(of_authority, critical=False)
            .sign(self.key, SHA256())
        )
        number = len(list(self.folder.iterdir()))
        issued = SigningPair(self.folder / f"{number}.pem", self.folder / f"{number}.key")
        issued.certificates.write_bytes(certificate.public_bytes(Encoding.PEM) + self.trust.read_bytes())
        issued.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return issued
