SELECT array_agg(ROW(day.*)::task_record.overall_changes) INTO changes
FROM (
  [[by day]]
) AS day
WHERE [[overall_changes OR: {column} <> 0]];
INSERT INTO task_record.overall_changes SELECT * FROM unnest(changes);
PERFORM task_record.add_statistics(changes);
