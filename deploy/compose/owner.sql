-- PostgreSQL runs this when its volume is new. It does what docs/plain-postgresql.md describes.
\getenv password DATABASE_OWNER_PASSWORD
CREATE ROLE task_record_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE task_record OWNER task_record_owner;
