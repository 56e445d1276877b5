"""Has images scanned and, when it is their sender's turn, decoded."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import BinaryIO
from uuid import UUID

from resolvers.context import Context
from resolvers.exceptions import Busy
from resolvers.images.image_errors import ImageRefused, NoImagesNow
from resolvers.images.received_image import ReceivedImage
from resolvers.limits.fair_share import FairShare
from storage.failures import ScannerUnavailable
from storage.images.decoders import TIME_LIMIT, Decoders, patient, quick
from storage.images.image_content import BROKEN, TOO_COSTLY, ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.images.image_measures import ACCEPTED, REFUSED, SIGNED, UNSIGNED

logger = logging.getLogger(__name__)

Decode = Callable[[Decoders], Awaitable[ImageContent]]

# Most images take a tenth of a second. They never wait for one that takes long: that is given up after a second and
# handed to `patient`, which decodes one at a time, since that may take 200 MB beside the server's 150.
QUICK_TURNS = FairShare(2, partial(Busy, "decoder for images"), each=1)
PATIENT_TURNS = FairShare(1, partial(Busy, "decoder for large images"), each=1)
MAX_DECODER_WAIT_SECONDS = 4.0 * TIME_LIMIT
"""How long an image waits for others, its sender's own included, each of which may take a quarter of that."""
ANNOUNCED = attrgetter("content_type", "size", "sha256")


async def scan_and_inspect(
    context: Context, sent: ReceivedImage, user_id: UUID, look: ImageInspection | None
) -> ImageContent:
    """
    Scan and decode the image of the user, of whom one is decoded at a time. Raises ImageRefused when it is infected, no
    image, or not the one that was announced, and NoImagesNow when it cannot be scanned.
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
            reason=f"What was sent is {content.content_type} of {content.size:,} bytes, not what was announced.",
        )
    return content


async def inspect(
    file: BinaryIO, sender: UUID | None = None, inspection: ImageInspection | None = None
) -> ImageContent:
    """
    Decode the whole image and describe it, and do what the `inspection` says. Raise InvalidImage, with a reason that
    people can read, when it is not accepted, and Busy when no decoder was free for too long.

    The file must have a descriptor. It is decoded in a process of its own, which cannot exceed limits of memory and
    time, and whose crash harms nothing else. A server process decodes at most three images at once, and one of each
    `sender`. If signing it takes the process down, its copy has no more than its label.
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
    """Decode the image within the quick limits or, where those do not suffice, within the patient ones."""
    try:
        content = await decoded_in_turn(quick, QUICK_TURNS, decode, sender)
        if content.unsigned != TOO_COSTLY:
            return content
    except InvalidImage as error:
        if str(error) not in (TOO_COSTLY, BROKEN):  # WebP's decoder reports a lack of memory as a broken image
            raise
    return await decoded_in_turn(patient, PATIENT_TURNS, decode, sender)


async def decoded_in_turn(decoders: Decoders, turns: FairShare, decode: Decode, sender: UUID | None) -> ImageContent:
    """Decode the image when it is the sender's turn; Busy when that takes too long."""
    await turns.take(sender, seconds=MAX_DECODER_WAIT_SECONDS)
    try:
        return await decode(decoders)
    finally:
        turns.give_back(sender)
