-- All in one reading of the table, while others write.
DO $$
DECLARE
  validations text;
BEGIN
  SELECT string_agg(format('VALIDATE CONSTRAINT %I', conname), ', ') INTO validations FROM pg_constraint
  WHERE conrelid = 'user_task_history'::regclass AND contype = 'c' AND NOT convalidated
    AND conname LIKE 'user\_task\_history\_%\_check';
  EXECUTE coalesce('ALTER TABLE user_task_history ' || validations, '');
END $$;
