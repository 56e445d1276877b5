"""What `./run check` tries of Content Credentials: it signs an image of one pixel, which is not kept."""

from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile
from uuid import uuid4

from resolvers.images.decoded_image import inspect
from resolvers.images.recorded_image import source_type_of
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from storage.images.image_content import SMALLEST
from storage.images.image_inspection import ImageInspection
from storage.provenance.assertions import Assertions

EXPIRES_SOON = timedelta(days=30)
REMEDY = "replace the files in CONTENT_CREDENTIALS_CERTIFICATES and CONTENT_CREDENTIALS_KEY, and restart the servers"


async def problems_of_signing(settings: Settings) -> list[Problem]:
    """Return a warning when images cannot be signed, or soon no more; servers store them all the same."""
    if (key := settings.signing_key) is None:
        return []
    now = datetime.now(UTC)
    assertions = Assertions(str(uuid4()), source_type_of(is_edit=False), now.isoformat())
    with TemporaryFile() as file, TemporaryFile() as signed:
        file.write(SMALLEST)
        content = await inspect(file, None, ImageInspection(assertions=assertions, key=key, target=signed))
    if content.unsigned:
        return [Problem(f"Images cannot be signed: {content.unsigned}.", REMEDY, Severity.WARNING)]
    if key.expires_at < now + EXPIRES_SOON:
        what = f"The certificate that signs images expires on {key.expires_at:%d %B %Y}."
        return [Problem(what, REMEDY, Severity.WARNING)]
    return []
