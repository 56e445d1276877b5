class ImportFailed(Exception):
    """An import that had begun to bring tasks did not finish: it is to be run again. The message says why."""
