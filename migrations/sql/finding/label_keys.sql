-- The labels of a user's prompt as numbers that no other user's have. An index is made of it, so its results never change.
CREATE OR REPLACE FUNCTION task_record.label_keys(of_user uuid, labels text[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  label text;
  seed CONSTANT bigint := hashtextextended(of_user::text, 0);
  found bigint[] := '{}';
BEGIN
  FOREACH label IN ARRAY labels LOOP
    found := found || hashtextextended(label, seed);
  END LOOP;
  RETURN found;
END $$;
REVOKE ALL ON FUNCTION task_record.label_keys FROM PUBLIC;
