import orjson
import strawberry

from models.provenance.image_provenance import ImageProvenance
from schema.types.field_metadata import costs
from schema.types.scalars import JSON


@strawberry.type(description="What a file says about where it comes from.")
class Provenance:
    is_signed: bool | None = strawberry.field(
        description="Whether it carries signed Content Credentials (C2PA); null where this server cannot read them."
    )
    aigc_label: JSON | None = strawberry.field(
        metadata=costs(2),
        description=(
            "The implicit label that GB 45438-2025 asks for, as it stands in the file; null when there is none."
        ),
    )
    digital_source_type: str | None = strawberry.field(
        description=(
            "IPTC's term for how it came about, such as "
            "`http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia`; null when the file does not say."
        )
    )


def recorded_provenance(row: ImageProvenance) -> Provenance:
    return Provenance(**orjson.loads(row.provenance))
