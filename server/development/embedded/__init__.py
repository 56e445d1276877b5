"""Real PostgreSQL and real S3 as child processes, for `./run dev` and the tests."""


class EmbeddedServerError(Exception):
    """An embedded server could not be started or reached. The message is for the user."""
