from typing import Any, Optional, Union

from .base_client import BaseClient
from .base_model import UNSET, UnsetType
from .begin_task import BeginTask
from .cancel_task import CancelTask
from .complete_task import CompleteTask
from .create_image_upload import CreateImageUpload
from .create_task import CreateTask
from .delete_task import DeleteTask
from .export_tasks import ExportTasks
from .fail_task import FailTask
from .input_types import (
    CancelTaskInput,
    CompleteTaskInput,
    CreateImageUploadInput,
    CreateTaskInput,
    DeleteTaskInput,
    ExportTasksInput,
    FailTaskInput,
    RecordTasksInput,
    StartTaskInput,
    TaskFilter,
    TaskOrder,
)
from .operation_texts import (
    BEGIN_TASK_GQL,
    CANCEL_TASK_GQL,
    COMPLETE_TASK_GQL,
    CREATE_IMAGE_UPLOAD_GQL,
    CREATE_TASK_GQL,
    DELETE_TASK_GQL,
    EXPORT_TASKS_GQL,
    FAIL_TASK_GQL,
    RECORD_TASKS_GQL,
    START_TASK_GQL,
    TASK_BY_EXTERNAL_ID_GQL,
    TASK_GQL,
    TASKS_GQL,
    TASKS_OF_USER_GQL,
)
from .record_tasks import RecordTasks
from .start_task import StartTask
from .task import Task
from .task_by_external_id import TaskByExternalId
from .tasks import Tasks
from .tasks_of_user import TasksOfUser


def gql(q: str) -> str:
    return q


class Operations(BaseClient):
    def delete_task(self, input: DeleteTaskInput, **kwargs: Any) -> DeleteTask:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=DELETE_TASK_GQL,
            operation_name="DeleteTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteTask.model_validate(data)

    def tasks(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        where: Union[Optional[TaskFilter], UnsetType] = UNSET,
        order_by: Union[Optional[TaskOrder], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Tasks:
        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "where": where,
            "orderBy": order_by,
        }
        response = self.execute(
            query=TASKS_GQL, operation_name="Tasks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Tasks.model_validate(data)

    def tasks_of_user(
        self,
        id: str,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        where: Union[Optional[TaskFilter], UnsetType] = UNSET,
        order_by: Union[Optional[TaskOrder], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TasksOfUser:
        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "where": where,
            "orderBy": order_by,
        }
        response = self.execute(
            query=TASKS_OF_USER_GQL,
            operation_name="TasksOfUser",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TasksOfUser.model_validate(data)

    def task(self, id: str, **kwargs: Any) -> Task:
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=TASK_GQL, operation_name="Task", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Task.model_validate(data)

    def task_by_external_id(
        self,
        external_id: str,
        user_id: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TaskByExternalId:
        variables: dict[str, object] = {"externalId": external_id, "userId": user_id}
        response = self.execute(
            query=TASK_BY_EXTERNAL_ID_GQL,
            operation_name="TaskByExternalId",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskByExternalId.model_validate(data)

    def export_tasks(self, input: ExportTasksInput, **kwargs: Any) -> ExportTasks:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=EXPORT_TASKS_GQL,
            operation_name="ExportTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ExportTasks.model_validate(data)

    def begin_task(
        self, input: CreateTaskInput, start: StartTaskInput, **kwargs: Any
    ) -> BeginTask:
        variables: dict[str, object] = {"input": input, "start": start}
        response = self.execute(
            query=BEGIN_TASK_GQL,
            operation_name="BeginTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BeginTask.model_validate(data)

    def create_task(self, input: CreateTaskInput, **kwargs: Any) -> CreateTask:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=CREATE_TASK_GQL,
            operation_name="CreateTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateTask.model_validate(data)

    def start_task(self, input: StartTaskInput, **kwargs: Any) -> StartTask:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=START_TASK_GQL,
            operation_name="StartTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StartTask.model_validate(data)

    def complete_task(self, input: CompleteTaskInput, **kwargs: Any) -> CompleteTask:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=COMPLETE_TASK_GQL,
            operation_name="CompleteTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CompleteTask.model_validate(data)

    def fail_task(self, input: FailTaskInput, **kwargs: Any) -> FailTask:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=FAIL_TASK_GQL,
            operation_name="FailTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FailTask.model_validate(data)

    def cancel_task(self, input: CancelTaskInput, **kwargs: Any) -> CancelTask:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=CANCEL_TASK_GQL,
            operation_name="CancelTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CancelTask.model_validate(data)

    def create_image_upload(
        self, input: CreateImageUploadInput, **kwargs: Any
    ) -> CreateImageUpload:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=CREATE_IMAGE_UPLOAD_GQL,
            operation_name="CreateImageUpload",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateImageUpload.model_validate(data)

    def record_tasks(self, input: RecordTasksInput, **kwargs: Any) -> RecordTasks:
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=RECORD_TASKS_GQL,
            operation_name="RecordTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RecordTasks.model_validate(data)
