-- What users write beyond what the server writes for them, and what would be in the way of others: administrators, who
-- read and count it, and the jobs that work for everyone. It is refused where the users' role itself writes it.

-- For each statement PostgreSQL plans the conditions of triggers anew, and those of functions once for each connection.
DROP TRIGGER refuse_foreign_inserted ON user_task_history;
DROP TRIGGER refuse_foreign_updated ON user_task_history;
DROP FUNCTION task_record.refuse_foreign_object;

CREATE FUNCTION task_record.refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = what;
END $$;

-- As the server describes images that the task owns; or an error.
CREATE FUNCTION task_record.are_images(user_id uuid, task_id uuid, more_images jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_agg(to_jsonb(image)) = more_images AND bool_and(image.size >= 0)
    AND task_record.owns_all(user_id, task_id, array_agg(image.key)), false)
  FROM jsonb_to_recordset(more_images) AS image (key text, content_type text, width integer, height integer,
    size integer, sha256 text, thumb_hash text)
$$;

-- Times are now: administrators could not read those of other years, nor jobs add to them.
CREATE FUNCTION task_record.check_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.created_at <> now() OR NEW.updated_at <> now() OR NEW.completed_at <> now() OR NEW.deleted_at IS NOT NULL
    OR NEW.images_removed_at IS NOT NULL OR NEW.prompt_removed_at IS NOT NULL OR NEW.credits_held_until > '9999-01-01'
  THEN
    PERFORM task_record.refuse('a task is recorded now');
  END IF;
  IF NEW.original_image_url IS NOT NULL OR NEW.generated_image_url IS NOT NULL
    OR NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_original_key)
    OR NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_generated_key)
    OR (NEW.more_images IS NOT NULL AND NOT task_record.are_images(NEW.user_id, NEW.id, NEW.more_images))
  THEN
    PERFORM task_record.refuse('a task names no object but its own');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_recorded AFTER INSERT ON user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_recorded();

-- What a task cost stays once it has ended; when it was recorded and what is held for it stay from the beginning. What
-- rows of the original design name stays, too.
CREATE FUNCTION task_record.check_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR (NEW.updated_at <> now() AND NEW.updated_at <> OLD.updated_at)
    OR NEW.credits_reserved IS DISTINCT FROM OLD.credits_reserved
    OR NEW.credits_held_until IS DISTINCT FROM OLD.credits_held_until
    OR (NEW.completed_at IS DISTINCT FROM OLD.completed_at AND NEW.completed_at <> now())
    OR (NEW.deleted_at IS DISTINCT FROM OLD.deleted_at AND (OLD.deleted_at IS NOT NULL OR NEW.deleted_at <> now()))
    OR (NEW.images_removed_at IS DISTINCT FROM OLD.images_removed_at AND NEW.images_removed_at IS NOT NULL)
    OR NEW.prompt_removed_at IS DISTINCT FROM OLD.prompt_removed_at
    OR (OLD.status IN ('completed', 'failed') AND (NEW.status <> OLD.status OR NEW.task_type <> OLD.task_type
      OR NEW.tokens_used <> OLD.tokens_used OR NEW.credits_deducted <> OLD.credits_deducted
      OR NEW.completed_at IS DISTINCT FROM OLD.completed_at))
  THEN
    PERFORM task_record.refuse('what a task cost, and when it was, is not changed');
  END IF;
  IF (NEW.original_image_url IS NOT NULL AND NEW.original_image_url IS DISTINCT FROM OLD.original_image_url)
    OR (NEW.generated_image_url IS NOT NULL AND NEW.generated_image_url IS DISTINCT FROM OLD.generated_image_url)
    OR (NEW.aws_original_key IS DISTINCT FROM OLD.aws_original_key
      AND NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_original_key))
    OR (NEW.aws_generated_key IS DISTINCT FROM OLD.aws_generated_key
      AND NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_generated_key))
    OR (NEW.more_images IS NOT NULL AND NEW.more_images IS DISTINCT FROM OLD.more_images
      AND NOT task_record.are_images(NEW.user_id, NEW.id, NEW.more_images))
  THEN
    PERFORM task_record.refuse('a task names no object but its own');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_changed AFTER UPDATE ON user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_changed();

CREATE FUNCTION task_record.check_source() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF 2 <> (
    SELECT count(*) FROM public.user_task_history WHERE id IN (NEW.task_id, NEW.source_id) AND user_id = NEW.user_id
  ) THEN
    PERFORM task_record.refuse('a task is made from tasks of its own user');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_source AFTER INSERT ON task_record.task_sources FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_source();

CREATE FUNCTION task_record.check_claim() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.created_at > now() OR NEW.size < 1 THEN
    PERFORM task_record.refuse('an upload has a size, and is announced now');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_claim AFTER INSERT ON task_record.image_uploads FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_claim();

CREATE FUNCTION task_record.check_export() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.asked_by <> NEW.user_id OR NEW.expires_at > now() + interval '10 minutes' THEN
    PERFORM task_record.refuse('an export is of who asks for it, for ten minutes');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_export AFTER INSERT ON task_record.exports FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_export();

CREATE FUNCTION task_record.check_delivery() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM task_record.webhooks WHERE id = NEW.webhook_id AND user_id = NEW.user_id) THEN
    PERFORM task_record.refuse('an event is noted for a webhook of its own user');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_delivery AFTER INSERT ON task_record.webhook_deliveries FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_delivery();
