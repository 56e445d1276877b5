-- What tasks name and do not own, for those who may not call the function as its owner.
CREATE OR REPLACE VIEW task_record.foreign_keys AS SELECT * FROM task_record.find_foreign_keys();
GRANT SELECT ON task_record.foreign_keys TO service_role;
