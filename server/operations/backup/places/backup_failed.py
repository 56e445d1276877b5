class BackupFailed(Exception):
    """A backup cannot be made, is incomplete, or cannot be restored. The message says what the operator can do."""
