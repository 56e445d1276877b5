from typing import NamedTuple

NAMED_OBJECTS = """
SELECT key, sha256, thumb_hash IS NOT NULL AS has_thumbnail
FROM public.user_task_history, LATERAL (
  VALUES (aws_original_key, original_sha256::text, original_thumb_hash::text),
    (aws_generated_key, generated_sha256, generated_thumb_hash)
  UNION ALL
  SELECT image ->> 'key', image ->> 'sha256', image ->> 'thumb_hash' FROM jsonb_array_elements(more_images) AS image
) AS image (key, sha256, thumb_hash)
WHERE key IS NOT NULL"""
"""The images that tasks name. To be run as the owner, who sees every row."""


class NamedObject(NamedTuple):
    """An image that a task names; `sha256` is None for an image of the original design."""

    key: str
    sha256: str | None
    has_thumbnail: bool
