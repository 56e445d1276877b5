class EmbeddedServerError(Exception):
    """An embedded server could not be started or reached. The message is for the user."""
