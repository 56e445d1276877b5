-- The usage, computed from all tasks, by user, hour (-1 for the whole day), day, model and type of task.
CREATE OR REPLACE VIEW task_record.computed_usage AS
[[by hour]];
