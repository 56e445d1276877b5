-- Adds durations up: each is the count of a bucket plus the bucket times 2^32. The result has one for each bucket.
-- Removed tasks have a negative count; a bucket with a count of zero is left out.
CREATE OR REPLACE FUNCTION task_record.merge_durations(durations bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN ARRAY(
    SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
    FROM unnest(durations) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
    GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
  );
END $$;
