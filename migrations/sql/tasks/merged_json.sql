-- The members of both JSON objects; where keys are equal, those of the second. Each value keeps its text.
CREATE OR REPLACE FUNCTION task_record.merged_json(before json, more json) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN more IS NULL THEN before
    WHEN before IS NULL THEN more
    ELSE (
      SELECT ('{' || coalesce(string_agg(to_json(key)::text || ':' || value::text, ',' ORDER BY number), '') || '}')::json
      FROM (
        SELECT coalesce(old.key, new.key) AS key,
          CASE WHEN new.key IS NULL THEN old.value ELSE new.value END AS value,
          coalesce(old.number, 1000000 + new.number) AS number
        FROM json_each(before) WITH ORDINALITY AS old (key, value, number)
        FULL JOIN json_each(more) WITH ORDINALITY AS new (key, value, number) USING (key)
      ) AS member
    )
  END
$$;
