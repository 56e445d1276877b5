-- The bytes of a task's further images.
CREATE OR REPLACE FUNCTION task_record.size_of(more_images jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sum((image ->> 'size')::integer) FROM jsonb_array_elements(more_images) AS image
$$;
