import os


def set_own_environment() -> None:
    """
    Remove from the environment what names another PostgreSQL and another storage than the embedded ones, and let the
    servers' account reach what is made from now on, where the caller's umask would not.
    """
    for name in [*os.environ]:
        if name.startswith(("PG", "AWS_")):
            del os.environ[name]
    os.umask(0o022)
