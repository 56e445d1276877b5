class BackupFailed(Exception):
    """A backup cannot be made, or is not whole, or cannot be restored. The message tells the operator what mends it."""
