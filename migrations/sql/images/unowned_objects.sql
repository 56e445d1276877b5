-- Keys that tasks name and do not own, for roles that may not call the function as its owner.
CREATE OR REPLACE VIEW task_record.unowned_objects AS SELECT * FROM task_record.find_unowned_objects();
GRANT SELECT ON task_record.unowned_objects TO service_role;
