from datetime import datetime
from decimal import Decimal
from uuid import UUID


class TaskRow:
    """
    A task as statements return it, with the columns that the statement selected and no others.

    Enums are the strings that their members equal. An image's columns `_content_type` to `_thumb_hash` are filled when
    the image is stored; all are null if there is no image, or if the original design stored it.
    """

    __slots__ = ()

    id: UUID
    user_id: UUID
    """Whose task it is."""
    task_type: str
    """The kind of work: the value of a `TaskType`."""
    prompt: str
    """What the user asked for, 1 to 10,000 characters; empty once the task is deleted, or the prompt removed by age."""
    original_image_url: str | None
    """The public URL that the original design gave the image the task starts from; null for an image that we store."""
    generated_image_url: str | None
    """The public URL that the original design gave the result; null for an image that we store."""
    aws_original_key: str | None
    """The key, in the bucket, of the image the task starts from; null when it starts from the prompt alone."""
    aws_generated_key: str | None
    """The key, in the bucket, of the result; null until there is one."""
    tokens_used: int
    """Tokens that the generation took; 0 until the task has ended."""
    credits_deducted: int
    """Credits that the user paid for the task; 0 until it has ended."""
    status: str
    """How far the task has come: the value of a `TaskStatus`."""
    error_message: str | None
    """Why the task failed, for its user to read; null unless it failed."""
    aspect_ratio: str | None
    """Width to height, such as `16:9`; or pixels, such as `1024x1024`; or `auto`."""
    model_version: str | None
    """The model that generates, such as `gemini-1.5-pro`."""
    generation_time_ms: int | None
    """Milliseconds that the generation itself took, as reported when the task ended."""
    created_at: datetime
    """When the task was recorded."""
    updated_at: datetime
    """When the task changed last."""
    completed_at: datetime | None
    """When the task completed, failed or was canceled; null until then."""
    original_content_type: str | None
    """The media type of the image the task starts from, such as `image/png`."""
    original_width: int | None
    """In pixels."""
    original_height: int | None
    """In pixels."""
    original_size: int | None
    """Bytes of the image itself, its thumbnail apart."""
    original_sha256: str | None
    """Of the image's bytes, 64 lower-case hexadecimal digits."""
    original_thumb_hash: str | None
    """A ThumbHash of the image in base64; where it is null, no thumbnail is stored either."""
    generated_content_type: str | None
    """The media type of the result, such as `image/png`."""
    generated_width: int | None
    """In pixels."""
    generated_height: int | None
    """In pixels."""
    generated_size: int | None
    """Bytes of the result itself, its thumbnail apart."""
    generated_sha256: str | None
    """Of the result's bytes, 64 lower-case hexadecimal digits."""
    generated_thumb_hash: str | None
    """A ThumbHash of the result in base64; where it is null, no thumbnail is stored either."""
    input_sha256: str | None
    """SHA-256 of the input of `createTask`, its image included, by which a repetition of the call is recognised."""
    deleted_at: datetime | None
    """When the task was deleted: its content is gone since, and what it used stays counted. Null until then."""
    image_count: int
    """How many images were asked for, 1 to 16."""
    more_images: str | None
    """
    The results after the first, in order: a JSON array of objects, each with the `key` in the bucket and what the
    columns `generated_content_type` to `_thumb_hash` hold for the first. Null when there is one result or none.
    """
    credits_reserved: int | None
    """Credits that the task may cost, set aside when it was recorded; null if its plan has no credits."""
    credits_held_until: datetime | None
    """When the credits set aside are freed, unless the task has ended before; null if its plan has no credits."""
    images_removed_at: datetime | None
    """When the task's images were removed because of their age; null while they are there."""
    prompt_removed_at: datetime | None
    """When the task's prompt and error message were removed because of their age; null while they are there."""
    only_service_ends: bool
    """Whether only a back end starts and ends the task, which then cannot be deleted before it has ended."""
    external_id: str | None
    """The id that the provider or the product knows the task by; unique among a user's tasks that are not deleted."""
    parameters: str | None
    """What the model was given beside the prompt: an object of JSON, as text. Removed with the prompt."""
    metadata: str | None
    """What the product notes for itself: an object of JSON, as text. Removed with the prompt."""
    input_tokens: int | None
    """The part of `tokens_used` that was read; null when the parts are not known."""
    output_tokens: int | None
    """The part of `tokens_used` that was generated; null when the parts are not known."""
    cost: Decimal | None
    """What the provider charged, in the installation's currency; null when it was not reported."""
    failure_code: str | None
    """Why the task failed, for programs: `a-z0-9_`; null when it did not fail, or no code was given."""
    started_at: datetime | None
    """When the generation began; null if `startTask` was not called."""
    deadline: datetime | None
    """When the task fails by itself, unless it has ended before; null for never."""
    trashed_at: datetime | None
    """When the task was put into the trash; null if it is not there. It is deleted once its plan's time is over."""
    rating: int | None
    """What the user thinks of the result, 1 to 5; null if they have not said."""
    starred_at: datetime | None
    """When its user starred the task; null without a star."""
