import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from resolvers.context import Context
from resolvers.exceptions import Busy
from resolvers.images.image_errors import ImageRefused, NoImagesNow
from resolvers.images.image_inputs import ImageSource
from resolvers.images.received_image import IN_MEMORY, InspectedImage, ReceivedImage, received
from resolvers.limits.fair_share import FairShare
from storage.failures import ScannerUnavailable
from storage.images.decoders import TIME_LIMIT, Decoders, patient, quick
from storage.images.image_content import BROKEN, TOO_COSTLY, ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.images.image_measures import ACCEPTED, REFUSED, SIGNED, UNSIGNED
from storage.provenance.assertions import Assertions, Ingredient
from storage.provenance.file_provenance import Label

logger = logging.getLogger(__name__)

Decode = Callable[[Decoders], Awaitable[ImageContent]]

# Most images take a tenth of a second. They never wait for a slow one, which is handed to PATIENT_TURNS after a second.
# There one image is decoded at a time, since that may take 200 MB in addition to the server's 150.
QUICK_TURNS = FairShare(2, partial(Busy, "decoder for images"), each=1)
PATIENT_TURNS = FairShare(1, partial(Busy, "decoder for large images"), each=1)
MAX_DECODER_WAIT_SECONDS = 4.0 * TIME_LIMIT
"""How long an image waits for others, including its sender's own. Each may take a quarter of that."""
ANNOUNCED = attrgetter("content_type", "size", "sha256")


async def scan_and_inspect(
    context: Context, sent: ReceivedImage, user_id: UUID, look: ImageInspection | None
) -> ImageContent:
    """
    Scan and decode the image of the user, one at a time. Raises ImageRefused if it is infected, not an image, or not
    the one announced, and NoImagesNow if it cannot be scanned.
    """
    try:
        if context.storage.antivirus:
            await context.storage.antivirus.scan(sent.file)
        content = await inspect(sent.file, user_id, look)
    except ScannerUnavailable as error:
        logger.error("%s", error)  # noqa: TRY400 - a traceback would say nothing more
        raise NoImagesNow from error
    except InvalidImage as error:
        raise ImageRefused(field=sent.field, reason=str(error)) from error
    if sent.announced and ANNOUNCED(content) != ANNOUNCED(sent.announced):
        raise ImageRefused(
            field=sent.field,
            reason=f"The upload is {content.content_type} of {content.size:,} bytes, not the image that was announced.",
        )
    return content


async def inspect(
    file: BinaryIO, sender: UUID | None = None, inspection: ImageInspection | None = None
) -> ImageContent:
    """
    Decode the whole image and describe it, and do what the `inspection` says. Raises InvalidImage with a readable
    reason, and Busy if no decoder was free for too long.

    The file must have a descriptor. It is decoded in a process with limits of memory and time, whose crash harms
    nothing else. A server process decodes at most three images at once, and one of each `sender`. If signing takes that
    process down, the copy has only its label.
    """
    try:
        content = await decoded(partial(Decoders.inspect, file=file, inspection=inspection), sender)
        if content.unsigned == TOO_COSTLY and inspection and inspection.label and inspection.assertions:
            without_signature = replace(inspection, assertions=None)
            unsigned = await decoded(partial(Decoders.inspect, file=file, inspection=without_signature), sender)
            content = replace(unsigned, unsigned=TOO_COSTLY)
    except InvalidImage:
        REFUSED.inc()
        raise
    ACCEPTED.inc()
    if inspection and inspection.assertions:
        (UNSIGNED if content.unsigned else SIGNED).inc()
    if content.unsigned:
        logger.error("An image could not be signed with Content Credentials: %s", content.unsigned)
    file.seek(0)
    return content


async def decoded(decode: Decode, sender: UUID | None) -> ImageContent:
    """Decode the image within the quick limits or, if those do not suffice, within the patient ones."""
    try:
        content = await decoded_in_turn(quick, QUICK_TURNS, decode, sender)
        if content.unsigned != TOO_COSTLY:
            return content
    except InvalidImage as error:
        if str(error) not in (TOO_COSTLY, BROKEN):  # WebP's decoder reports a lack of memory as a broken image
            raise
    return await decoded_in_turn(patient, PATIENT_TURNS, decode, sender)


async def decoded_in_turn(decoders: Decoders, turns: FairShare, decode: Decode, sender: UUID | None) -> ImageContent:
    """Decode the image when it is the sender's turn; Busy if that takes too long."""
    await turns.take(sender, seconds=MAX_DECODER_WAIT_SECONDS)
    try:
        return await decode(decoders)
    finally:
        turns.give_back(sender)


FETCHED = FairShare(768 * 1024 * 1024, partial(Busy, "disk space for images"))
"""Bytes on disk for images that this process fetches from storage to decode."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a result came about, for its label and its credentials."""

    source_type: str
    """IPTC's term for how it came about."""
    assertions: Assertions | None = None
    """What it is signed with, without its id and ingredients; None if it is not signed."""
    ingredients: Sequence[tuple[Ingredient, BinaryIO]] = ()


@asynccontextmanager
async def inspected(
    context: Context,
    image: ImageSource,
    user_id: UUID,
    field: list[str],
    origin: Origin | None = None,
    *,
    looks: bool = False,
) -> AsyncIterator[InspectedImage]:
    """
    Fetch and inspect an image for a task of the user; its bytes last for the `async with`. Raises a refusal unless the
    caller's plan allows the image; `field` is the path to it in the mutation's input.

    `origin` is written into the stored file. With `looks`, the file's own statement of its origin is read, as always
    where images are labelled or signed.
    """
    look = look_of(context, origin, looks=looks)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as temporary, FETCHED.claim(user_id) as disk, ExitStack() as stack:
        sent = await received(context, image, user_id, field, cast("BinaryIO", temporary), disk)
        if isinstance(sent, InspectedImage):
            yield sent
            return
        if look and look.steps:
            await disk.grow_to(disk.amount + sent.size * look.steps)
            look = look.into(stack.enter_context(TemporaryFile()))
        content = await scan_and_inspect(context, sent, user_id, look)
        stored = look.target if look and look.target and content.labelled else sent.file
        yield InspectedImage(sent.field, stored, content, sent.announced and sent.announced.id)


def look_of(context: Context, origin: Origin | None, *, looks: bool) -> ImageInspection | None:
    """What to read from an image, and what to write into its file, with a new id; None for nothing."""
    if origin is None:
        return ImageInspection(trust=context.trust) if looks or context.looks_at_files else None
    producer, image_id = context.content_producer, uuid4()
    return ImageInspection(
        label=Label(producer, image_id.hex, origin.source_type) if producer else None,
        assertions=origin.assertions
        and replace(
            origin.assertions, id=str(image_id), ingredients=tuple(ingredient for ingredient, _ in origin.ingredients)
        ),
        key=context.signing_key,
        trust=context.trust,
        ingredients=[file for _, file in origin.ingredients],
    )
