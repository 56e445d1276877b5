-- All keys that a task's row names, including those of its further images.
CREATE OR REPLACE FUNCTION task_record.named_keys(original text, generated text, more_images jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[original, generated], NULL)
    || CASE WHEN more_images IS NOT NULL THEN task_record.keys_of(more_images) END
$$;
