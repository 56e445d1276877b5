-- What PostgreSQL does when its volume is new: docs/deploy.md, "Plain PostgreSQL".
\getenv password DATABASE_OWNER_PASSWORD
CREATE ROLE task_record_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE task_record OWNER task_record_owner;
