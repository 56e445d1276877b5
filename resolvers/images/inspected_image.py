from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from resolvers.context import Context
from resolvers.exceptions import Busy
from resolvers.images.decoded_image import scan_and_inspect
from resolvers.images.image_inputs import ImageSource
from resolvers.images.received_image import IN_MEMORY, InspectedImage, received
from resolvers.limits.fair_share import FairShare
from storage.images.image_inspection import ImageInspection
from storage.provenance.assertions import Assertions, Ingredient
from storage.provenance.file_provenance import Label

FETCHED = FairShare(768 * 1024 * 1024, partial(Busy, "disk space for images"))
"""Bytes on disk for images that this process fetches from storage to decode them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a result comes from, for its label and its credentials."""

    source_type: str
    """IPTC's term for how it came about."""
    assertions: Assertions | None = None
    """What it is signed with, but for its id and its ingredients; None: it is not signed."""
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
    Fetch and inspect an image for a task of the user. Raises a refusal unless it is an image that the caller's plan
    allows; `field` is the path to it in the mutation's input. Its bytes are kept for the `async with`.

    `origin`: what a result comes from, which is written into the stored file. `looks`: what the file says about where
    it comes from is read, as it always is where images are labelled or signed.
    """
    look = look_of(context, origin, looks=looks)
    with (
        SpooledTemporaryFile(max_size=IN_MEMORY) as temporary,
        FETCHED.claim(user_id) as disk,
        ExitStack() as stack,
    ):
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
    """How an image is looked at, and what is written into its file, with an id made for it; None: not at all."""
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
