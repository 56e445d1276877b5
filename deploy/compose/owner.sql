-- What PostgreSQL does when its volume is new, as in docs/plain-postgresql.md.
\getenv password DATABASE_OWNER_PASSWORD
CREATE ROLE task_record_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE task_record OWNER task_record_owner;
