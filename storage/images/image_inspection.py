"""Requests to inspect and to copy an image in addition to decoding it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from storage.images.image_content import ImageContent
from storage.provenance.assertions import Assertions
from storage.provenance.file_provenance import ContentCredentials, FileProvenance, Label, LabelledFile

if TYPE_CHECKING:  # it imports cryptography, which the processes that decode do not need
    from storage.provenance.signing_key import SigningKey


class InspectionRequest(NamedTuple):
    """
    The request to the process that decodes an image: an `ImageInspection` without the key, and how many files follow,
    the copy's first.
    """

    label: Label | None
    assertions: Assertions | None
    certificates: str
    algorithm: str
    trust: str | None
    mark: str | None
    medium: bool
    files: int

    @property
    def steps(self) -> int:
        """In how many steps a copy is made: marked, labelled, signed. 0 without a copy."""
        return 2 * bool(self.mark) + bool(self.label) + bool(self.assertions)

    def goes_further(self, provenance: FileProvenance | None) -> bool:
        """Whether an image with this provenance has credentials to read, or a copy is to be made."""
        return not self.medium and provenance is not None and (provenance.has_credentials or self.steps > 0)


@dataclass(frozen=True, slots=True)
class ImageInspection:
    """What to read from a file, and what to write to its copy."""

    label: Label | None = None
    """The copy's label."""
    assertions: Assertions | None = None
    """The assertions of the copy, signed by `key`."""
    key: "SigningKey | None" = None
    trust: str | None = None
    """Certificates of the trusted authorities, as PEM."""
    mark: str | None = None
    """The language of the copy's visible mark. The copy has the image's label, and the image as parent if signed."""
    medium: bool = False
    """Whether the thumbnail has medium size and the image's label; nothing else is inspected then."""
    ingredients: Sequence[BinaryIO] = ()
    """The ingredients' files, in order."""
    target: BinaryIO | None = None
    """The copy's file."""

    @property
    def steps(self) -> int:
        return self.request.steps

    def into(self, target: BinaryIO) -> "ImageInspection":
        """Return the same inspection with the copy's file."""
        return replace(self, target=target)

    @property
    def files(self) -> list[BinaryIO]:
        """All files except the image, in the order in which the decoder receives them."""
        return [*([self.target] if self.target else []), *self.ingredients]

    @property
    def request(self) -> InspectionRequest:
        certificates, algorithm = (self.key.certificates, self.key.algorithm) if self.key else ("", "")
        signing = (self.assertions, certificates, algorithm)
        return InspectionRequest(self.label, *signing, self.trust, self.mark, self.medium, len(self.files))


@dataclass(frozen=True, slots=True)
class SignAndMarkResult:
    """The result of inspecting and copying a decoded image."""

    credentials: ContentCredentials | None = None
    written: LabelledFile | None = None
    failure: str | None = None
    """Why it could not be signed or marked."""


def with_result(content: ImageContent, further: SignAndMarkResult) -> ImageContent:
    """Return the content with the result of the further inspection."""
    if content.provenance is None:
        return content
    return replace(
        content,
        provenance=replace(content.provenance, is_signed=True) if further.credentials else content.provenance,
        credentials=further.credentials,
        produce_id=content.produce_id or (further.credentials.produce_id if further.credentials else None),
        labelled=further.written,
        unsigned=further.failure,
    )
