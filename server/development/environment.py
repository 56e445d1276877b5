import os


def forget_other_services() -> None:
    """Remove from the environment what names another PostgreSQL and another storage than the embedded ones."""
    for name in [*os.environ]:
        if name.startswith(("PG", "AWS_")):
            del os.environ[name]
