-- The bytes of a task's further images, as far as they are known.
CREATE OR REPLACE FUNCTION task_record.size_of(more_images jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(sum((image ->> 'size')::integer), 0) FROM jsonb_array_elements(more_images) AS image
$$;
