import strawberry

from resolvers.images.image_inputs import OriginalImage
from resolvers.tasks.upload_original_image import upload_original_image
from schema.images.image_mutations import ImageInput
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation, payload


@strawberry.input(description="A task and its input image.")
class UploadOriginalImageInput:
    id: strawberry.ID = strawberry.field(description="The task's id.")
    image: ImageInput


@strawberry.type
class OriginalImageMutation:
    upload_original_image = mutation(
        upload_original_image,
        OriginalImage,
        UploadOriginalImageInput,
        payload(task=TaskRecord),
        "Attach a task's input image, replacing an earlier one.",
    )
