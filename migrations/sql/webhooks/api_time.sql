-- A time in the format of the API.
CREATE OR REPLACE FUNCTION task_record.api_time(of timestamp with time zone) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_char(of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;
REVOKE ALL ON FUNCTION task_record.api_time FROM PUBLIC;
