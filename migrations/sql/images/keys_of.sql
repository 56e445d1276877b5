-- The keys of a task's further images. What has a subquery in it costs a call of its own: here, only for tasks that
-- have more than one image.
CREATE OR REPLACE FUNCTION task_record.keys_of(more_images jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(image ->> 'key') FROM jsonb_array_elements(more_images) AS image
$$;
