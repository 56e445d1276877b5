-- Identifies the numbering of changes: this table, in this cluster, since its last recovery. After a restore, a
-- recovery to an earlier time or a failover, numbers may be used again for other changes, and this text differs.
CREATE OR REPLACE FUNCTION task_record.changes_origin() RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT substr(md5(concat_ws(' ', (SELECT system_identifier FROM pg_catalog.pg_control_system()),
    substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8),
    'task_record.task_changes'::pg_catalog.regclass::oid)), 1, 16)
$$;
REVOKE ALL ON FUNCTION task_record.changes_origin FROM PUBLIC;
