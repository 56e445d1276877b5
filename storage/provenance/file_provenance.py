"""The provenance that an image's file states, and the label that this server writes."""

from dataclasses import dataclass

MAX_PRODUCE_ID = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class FileProvenance:
    """The provenance that a file states; None for each missing part."""

    is_signed: bool | None = False
    """Whether it has Content Credentials (C2PA); None if this server cannot read them."""
    aigc_label: dict[str, str] | None = None
    """The implicit label that GB 45438-2025 requires."""
    digital_source_type: str | None = None
    """IPTC's term for how the image was made."""

    @property
    def has_credentials(self) -> bool:
        """Whether the file has Content Credentials, readable or not."""
        return self.is_signed is not False

    @property
    def produce_id(self) -> str | None:
        """The producer's id in its label; None if it is too long."""
        produce_id = (self.aigc_label or {}).get("ProduceID") or None
        return produce_id if produce_id and len(produce_id) <= MAX_PRODUCE_ID else None


@dataclass(frozen=True, slots=True)
class ContentCredentials:
    """The Content Credentials (C2PA) of a file, and whether they are valid."""

    is_intact: bool
    """Whether the signature is valid, and the file unchanged since."""
    is_trusted: bool
    """Whether it leads to a certificate that this installation trusts."""
    signer: str | None
    """The signer's name, as the certificate states it."""
    produce_id: str | None
    """The id that this server gave to the image when it signed it."""


@dataclass(frozen=True, slots=True)
class Label:
    """An image's producer, its id, and IPTC's term for how it was made."""

    producer: str
    produce_id: str
    digital_source_type: str

    def beside(self, found: dict[str, str] | None) -> dict[str, str]:
        """Return the label to write, in the standard's order: the one found, propagated, or else a new one."""
        if found:
            return {**found, "ContentPropagator": self.producer, "PropagateID": self.produce_id}
        return {
            "Label": "1",
            "ContentProducer": self.producer,
            "ProduceID": self.produce_id,
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        }


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A copy of an image that has a label, or is signed, with its own size in bytes and SHA-256 in hex."""

    size: int
    sha256: str
    provenance: FileProvenance
    credentials_id: str | None = None
    """The id in its credentials; None if it is not signed."""

    @property
    def produce_id(self) -> str | None:
        """The producer's id of it, in its label or its credentials."""
        return self.provenance.produce_id or self.credentials_id
