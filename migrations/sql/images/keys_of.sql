-- The keys of a task's further images. A function with a subquery costs a call of its own: this one is called only for
-- tasks with several images.
CREATE OR REPLACE FUNCTION task_record.keys_of(more_images jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(image ->> 'key') FROM jsonb_array_elements(more_images) AS image
$$;
