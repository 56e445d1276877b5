import orjson
import strawberry

from models.provenance.image_provenance import ImageProvenance
from schema.types.field_metadata import costs
from schema.types.scalars import JSON


@strawberry.type(description="The origin that a file states.")
class Provenance:
    is_signed: bool | None = strawberry.field(
        description="Whether the file carries signed Content Credentials (C2PA); null if this server cannot read them."
    )
    aigc_label: JSON | None = strawberry.field(
        metadata=costs(2),
        description="The implicit label that GB 45438-2025 requires, as stored in the file; null if there is none.",
    )
    digital_source_type: str | None = strawberry.field(
        description=(
            "The IPTC term for how the image was created, such as "
            "`http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia`; null if the file has none."
        )
    )


def recorded_provenance(row: ImageProvenance) -> Provenance:
    return Provenance(**orjson.loads(row.provenance))
