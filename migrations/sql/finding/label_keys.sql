-- The labels of a user's prompt as numbers that no other user's have. An index is made of it, so it is never changed.
CREATE OR REPLACE FUNCTION task_record.label_keys(of_user uuid, labels text[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT ARRAY(SELECT hashtextextended(label, hashtextextended(of_user::text, 0)) FROM unnest(labels) AS label)
$$;
REVOKE ALL ON FUNCTION task_record.label_keys FROM PUBLIC;
