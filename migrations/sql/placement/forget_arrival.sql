-- For an erased user: what an unfinished move has left here.
CREATE OR REPLACE FUNCTION task_record.forget_arrival(of_user uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM task_record.arrivals WHERE user_id = of_user;
  DELETE FROM task_record.arriving_rows WHERE user_id = of_user;
$$;
REVOKE ALL ON FUNCTION task_record.forget_arrival FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_arrival TO service_role;
