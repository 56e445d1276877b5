-- Up to so many keys of the user's prompts whose `grams` have all these bits, or are not indexed yet. They are read in
-- their stored order; an index would find each elsewhere, which takes ten times as long.
CREATE OR REPLACE FUNCTION task_record.prompts_with_grams(of_user uuid, of_grams bit(1024), at_most integer)
RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = '' SET enable_indexscan = off SET enable_seqscan = off SET jit = off AS $$
  SELECT ARRAY(
    SELECT key FROM task_record.prompts
    WHERE user_id = of_user AND (grams & of_grams = of_grams) IS NOT FALSE LIMIT at_most
  )
$$;
REVOKE ALL ON FUNCTION task_record.prompts_with_grams FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.prompts_with_grams TO authenticated, service_role;
