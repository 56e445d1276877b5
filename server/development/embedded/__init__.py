"""Real PostgreSQL and real S3 as child processes, for `./run dev` and the tests."""
