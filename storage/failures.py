class StorageError(Exception):
    """Object storage failed."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class StorageUnavailable(StorageError):
    """The bucket or the virus scanner cannot be used. `what` is the cause, `remedy` the setting or action to take."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} Next: {remedy}")
        self.what, self.remedy = what, remedy


class StorageSilent(StorageError):
    """Object storage does not answer."""


class BucketNotFound(StorageUnavailable):
    """The bucket does not exist."""


class ObjectNotFound(StorageError):
    """There is no such object in the bucket."""


class ObjectTooLarge(StorageError):
    """The object has more bytes than it was announced with."""


class ObjectsNotRemoved(StorageError):
    """Storage has not removed some of the objects; removing them again is safe."""


class UnorderedListing(StorageError):
    """Storage does not list objects in the order of their keys."""


class ScannerUnavailable(StorageUnavailable):
    """The virus scanner cannot be used."""
