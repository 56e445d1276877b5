from enum import Enum


class ExportFormat(str, Enum):
    CSV = "CSV"
    NDJSON = "NDJSON"
    ZIP = "ZIP"
    REPORT = "REPORT"

    @classmethod
    def _missing_(cls, value: object) -> "ExportFormat":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class OrderDirection(str, Enum):
    ASC = "ASC"
    DESC = "DESC"

    @classmethod
    def _missing_(cls, value: object) -> "OrderDirection":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class TaskEventKind(str, Enum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"

    @classmethod
    def _missing_(cls, value: object) -> "TaskEventKind":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class TaskOrderField(str, Enum):
    CREATED_AT = "CREATED_AT"
    GENERATION_TIME_MS = "GENERATION_TIME_MS"
    TOKENS_USED = "TOKENS_USED"
    CREDITS_DEDUCTED = "CREDITS_DEDUCTED"
    UPDATED_AT = "UPDATED_AT"
    COMPLETED_AT = "COMPLETED_AT"
    COST = "COST"

    @classmethod
    def _missing_(cls, value: object) -> "TaskOrderField":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class TaskRelation(str, Enum):
    RETRY = "RETRY"
    VARIATION = "VARIATION"
    EDIT = "EDIT"
    UPSCALE = "UPSCALE"
    REFERENCE = "REFERENCE"

    @classmethod
    def _missing_(cls, value: object) -> "TaskRelation":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class TaskStatus(str, Enum):
    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"

    @classmethod
    def _missing_(cls, value: object) -> "TaskStatus":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class TaskType(str, Enum):
    IMAGE_GENERATION = "IMAGE_GENERATION"
    IMAGE_EDIT = "IMAGE_EDIT"
    TEMPLATE_GENERATION = "TEMPLATE_GENERATION"

    @classmethod
    def _missing_(cls, value: object) -> "TaskType":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member


class UserErrorCode(str, Enum):
    ADDRESS_NOT_PUBLIC = "ADDRESS_NOT_PUBLIC"
    CONFLICT = "CONFLICT"
    FORBIDDEN = "FORBIDDEN"
    INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"
    INVALID = "INVALID"
    INVALID_IMAGE = "INVALID_IMAGE"
    NOT_FOUND = "NOT_FOUND"
    PLAN_LIMIT = "PLAN_LIMIT"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    TOO_LARGE = "TOO_LARGE"

    @classmethod
    def _missing_(cls, value: object) -> "UserErrorCode":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member
