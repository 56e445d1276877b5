-- The first lock is waited for while others read and write, and has autovacuum give way; with the second everyone waits.
SET LOCAL lock_timeout = '1min';
LOCK TABLE user_task_history IN SHARE UPDATE EXCLUSIVE MODE;
SET LOCAL lock_timeout = '200ms';
LOCK TABLE user_task_history IN ACCESS EXCLUSIVE MODE;
