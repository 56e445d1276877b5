from datetime import datetime
from uuid import UUID


class TaskRow:
    """
    What statements return of a task: it has the columns that its statement selected, and no others.

    Enums are the strings that their members equal. What an image's `_content_type` to `_thumb_hash` hold was found out
    when the image was stored; all of them are null where there is no image, or where the original design stored it.
    """

    __slots__ = ()

    id: UUID
    user_id: UUID
    """Whose task it is."""
    task_type: str
    """What kind of work it is: the value of a `TaskType`."""
    prompt: str
    """What its user asked for, 1 to 10,000 characters; empty once the task is deleted, or it is too old."""
    original_image_url: str | None
    """The public URL that the original design gave the image the task starts from; null for one that we store."""
    generated_image_url: str | None
    """The public URL that the original design gave the result; null for one that we store."""
    aws_original_key: str | None
    """The key, in the bucket, of the image the task starts from; null when it starts from the prompt alone."""
    aws_generated_key: str | None
    """The key, in the bucket, of the result; null until there is one."""
    tokens_used: int
    """Tokens that the generation took; 0 until the task has ended."""
    credits_deducted: int
    """Credits that the user paid for it; 0 until the task has ended."""
    status: str
    """How far it has come: the value of a `TaskStatus`."""
    error_message: str | None
    """Why the task failed, for its user to read; null unless it did."""
    aspect_ratio: str | None
    """Width to height, such as `16:9`."""
    model_version: str | None
    """The model that generates, such as `gemini-1.5-pro`."""
    generation_time_ms: int | None
    """Milliseconds that the generation itself took, as reported when the task ended."""
    created_at: datetime
    """When the task was recorded."""
    updated_at: datetime
    """When anything of it changed last."""
    completed_at: datetime | None
    """When the task ended, well or not; null until then."""
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
    """SHA-256 of the input of `createTask`, its image included: the same call, repeated, has the same one."""
    deleted_at: datetime | None
    """When its user deleted it; its content is gone since, and what it used stays counted."""
    image_count: int
    """How many images were asked for, 1 to 16."""
    more_images: str | None
    """
    The results after the first, in order: a JSON array of objects, each with the `key` in the bucket and what the
    columns `generated_content_type` to `_thumb_hash` say of the first. Null when there is one result or none.
    """
    credits_reserved: int | None
    """Credits that it may cost, set aside when it was recorded; null where its plan keeps no credits."""
    credits_held_until: datetime | None
    """When what is set aside is available again, unless the task has ended; null where its plan keeps no credits."""
    images_removed_at: datetime | None
    """When its images were removed because of their age; null while they are there."""
    prompt_removed_at: datetime | None
    """When its prompt, and an error's message, were removed because of their age; null while they are there."""
