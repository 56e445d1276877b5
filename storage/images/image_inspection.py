"""A look at what a file says about where its image comes from, beside decoding it."""

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
    What is requested of the process that decodes an image: an `ImageInspection` without the key, and how many files
    follow, that for a copy first.
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
        """In how many steps a copy is made: marked, labelled, signed. 0 when none is made."""
        return 2 * bool(self.mark) + bool(self.label) + bool(self.assertions)

    def goes_further(self, provenance: FileProvenance | None) -> bool:
        """Whether there is more to do with an image that says this: credentials to read, or a copy to make."""
        return not self.medium and provenance is not None and (provenance.has_credentials or self.steps > 0)


@dataclass(frozen=True, slots=True)
class ImageInspection:
    """What is read of a file, and what is written to copies of it."""

    label: Label | None = None
    """What a copy is labelled with."""
    assertions: Assertions | None = None
    """What a copy is signed with, by `key`."""
    key: "SigningKey | None" = None
    trust: str | None = None
    """Certificates of those who are trusted, as PEM."""
    mark: str | None = None
    """The language of the visible mark of a copy, which has the image's label, and it as parent if it is signed."""
    medium: bool = False
    """Whether the thumbnail has medium size, and the label of the image; nothing else is looked at then."""
    ingredients: Sequence[BinaryIO] = ()
    """The files of the ingredients, in their order."""
    target: BinaryIO | None = None
    """Where the copy is written."""

    @property
    def steps(self) -> int:
        return self.request.steps

    def into(self, target: BinaryIO) -> "ImageInspection":
        """The same, with the file where the copy is written."""
        return replace(self, target=target)

    @property
    def files(self) -> list[BinaryIO]:
        """All files beside the image, in the order in which its decoder gets them."""
        return [*([self.target] if self.target else []), *self.ingredients]

    @property
    def request(self) -> InspectionRequest:
        certificates, algorithm = (self.key.certificates, self.key.algorithm) if self.key else ("", "")
        signing = (self.assertions, certificates, algorithm)
        return InspectionRequest(self.label, *signing, self.trust, self.mark, self.medium, len(self.files))


@dataclass(frozen=True, slots=True)
class SignAndMarkResult:
    """What was found, and done, after the image was decoded."""

    credentials: ContentCredentials | None = None
    written: LabelledFile | None = None
    """The copy that was made."""
    failure: str | None = None
    """Why it could not be signed, or marked."""


def with_result(content: ImageContent, further: SignAndMarkResult) -> ImageContent:
    """The content with what was found, and done, further."""
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
