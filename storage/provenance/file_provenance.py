"""What an image's file says about where it comes from, and what it is labelled with."""

from dataclasses import dataclass

MAX_PRODUCE_ID = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class FileProvenance:
    """What a file says about where its image comes from; None for what it does not say."""

    is_signed: bool | None = False
    """Whether it carries Content Credentials (C2PA); None for some that this server cannot read."""
    aigc_label: dict[str, str] | None = None
    """The implicit label that GB 45438-2025 asks for."""
    digital_source_type: str | None = None
    """IPTC's term for how the image came about."""

    @property
    def has_credentials(self) -> bool:
        """Whether the file carries Content Credentials, as far as can be told without reading them."""
        return self.is_signed is not False

    @property
    def produce_id(self) -> str | None:
        """The id in its label by which its producer knows it; None for one that is too long to be one."""
        produce_id = (self.aigc_label or {}).get("ProduceID") or None
        return produce_id if produce_id and len(produce_id) <= MAX_PRODUCE_ID else None


@dataclass(frozen=True, slots=True)
class ContentCredentials:
    """What the Content Credentials (C2PA) of a file say, and whether that holds."""

    is_intact: bool
    """Whether the signature is valid and nothing was changed since."""
    is_trusted: bool
    """Whether it leads to a certificate that the installation trusts."""
    signer: str | None
    """Who says to have signed it."""
    produce_id: str | None
    """The id that this server has given to what it signed."""


@dataclass(frozen=True, slots=True)
class Label:
    """What an image is labelled with: who made it, an id made for it, and IPTC's term for how it came about."""

    producer: str
    produce_id: str
    digital_source_type: str

    def beside(self, found: dict[str, str] | None) -> dict[str, str]:
        """The label to write, in the order of the standard: the one that was found, propagated; or one of our own."""
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
    """A copy of an image that has a label, or is signed; size in bytes and SHA-256 in hex are its own."""

    size: int
    sha256: str
    provenance: FileProvenance
    credentials_id: str | None = None
    """The id in its credentials; None for one that is not signed."""

    @property
    def produce_id(self) -> str | None:
        """The id by which its producer knows it, in its label or its credentials."""
        return self.provenance.produce_id or self.credentials_id
