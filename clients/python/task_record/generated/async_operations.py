from collections.abc import AsyncIterator
from typing import Any, Optional, Union

from .async_base_client import AsyncBaseClient
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
from .record_tasks import RecordTasks
from .start_task import StartTask
from .task import Task
from .task_by_external_id import TaskByExternalId
from .task_events import TaskEvents
from .tasks import Tasks
from .tasks_of_user import TasksOfUser


def gql(q: str) -> str:
    return q


class AsyncOperations(AsyncBaseClient):
    async def delete_task(self, input: DeleteTaskInput, **kwargs: Any) -> DeleteTask:
        query = gql("""
            mutation DeleteTask($input: DeleteTaskInput!) {
              deleteTask(input: $input) {
                deletedTaskId
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="DeleteTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DeleteTask.model_validate(data)

    async def tasks(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        where: Union[Optional[TaskFilter], UnsetType] = UNSET,
        order_by: Union[Optional[TaskOrder], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Tasks:
        query = gql("""
            query Tasks($first: Int, $after: String, $where: TaskFilter, $orderBy: TaskOrder) {
              tasks(first: $first, after: $after, where: $where, orderBy: $orderBy) {
                ...TaskPage
              }
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }

            fragment TaskPage on TaskConnection {
              nodes {
                ...TaskFields
              }
              pageInfo {
                endCursor
                hasNextPage
              }
            }
            """)
        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "where": where,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=query, operation_name="Tasks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Tasks.model_validate(data)

    async def tasks_of_user(
        self,
        id: str,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        where: Union[Optional[TaskFilter], UnsetType] = UNSET,
        order_by: Union[Optional[TaskOrder], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TasksOfUser:
        query = gql("""
            query TasksOfUser($id: ID!, $first: Int, $after: String, $where: TaskFilter, $orderBy: TaskOrder) {
              user(id: $id) {
                tasks(first: $first, after: $after, where: $where, orderBy: $orderBy) {
                  ...TaskPage
                }
              }
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }

            fragment TaskPage on TaskConnection {
              nodes {
                ...TaskFields
              }
              pageInfo {
                endCursor
                hasNextPage
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "where": where,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=query, operation_name="TasksOfUser", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TasksOfUser.model_validate(data)

    async def task(self, id: str, **kwargs: Any) -> Task:
        query = gql("""
            query Task($id: ID!) {
              task(id: $id) {
                ...TaskFields
              }
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="Task", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Task.model_validate(data)

    async def task_by_external_id(
        self,
        external_id: str,
        user_id: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TaskByExternalId:
        query = gql("""
            query TaskByExternalId($externalId: String!, $userId: ID) {
              taskByExternalId(externalId: $externalId, userId: $userId) {
                ...TaskFields
              }
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"externalId": external_id, "userId": user_id}
        response = await self.execute(
            query=query,
            operation_name="TaskByExternalId",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskByExternalId.model_validate(data)

    async def export_tasks(self, input: ExportTasksInput, **kwargs: Any) -> ExportTasks:
        query = gql("""
            mutation ExportTasks($input: ExportTasksInput!) {
              exportTasks(input: $input) {
                export {
                  url
                  expiresAt
                  taskCount
                  imageSize
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ExportTasks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ExportTasks.model_validate(data)

    async def begin_task(
        self, input: CreateTaskInput, start: StartTaskInput, **kwargs: Any
    ) -> BeginTask:
        query = gql("""
            mutation BeginTask($input: CreateTaskInput!, $start: StartTaskInput!) {
              createTask(input: $input) {
                task {
                  ...TaskFields
                }
                errors {
                  ...ErrorFields
                }
              }
              startTask(input: $start) {
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"input": input, "start": start}
        response = await self.execute(
            query=query, operation_name="BeginTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return BeginTask.model_validate(data)

    async def create_task(self, input: CreateTaskInput, **kwargs: Any) -> CreateTask:
        query = gql("""
            mutation CreateTask($input: CreateTaskInput!) {
              createTask(input: $input) {
                task {
                  ...TaskFields
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="CreateTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CreateTask.model_validate(data)

    async def start_task(self, input: StartTaskInput, **kwargs: Any) -> StartTask:
        query = gql("""
            mutation StartTask($input: StartTaskInput!) {
              startTask(input: $input) {
                task {
                  ...TaskFields
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="StartTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StartTask.model_validate(data)

    async def complete_task(
        self, input: CompleteTaskInput, **kwargs: Any
    ) -> CompleteTask:
        query = gql("""
            mutation CompleteTask($input: CompleteTaskInput!) {
              completeTask(input: $input) {
                task {
                  ...TaskFields
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="CompleteTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CompleteTask.model_validate(data)

    async def fail_task(self, input: FailTaskInput, **kwargs: Any) -> FailTask:
        query = gql("""
            mutation FailTask($input: FailTaskInput!) {
              failTask(input: $input) {
                task {
                  ...TaskFields
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="FailTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FailTask.model_validate(data)

    async def cancel_task(self, input: CancelTaskInput, **kwargs: Any) -> CancelTask:
        query = gql("""
            mutation CancelTask($input: CancelTaskInput!) {
              cancelTask(input: $input) {
                task {
                  ...TaskFields
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="CancelTask", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CancelTask.model_validate(data)

    async def create_image_upload(
        self, input: CreateImageUploadInput, **kwargs: Any
    ) -> CreateImageUpload:
        query = gql("""
            mutation CreateImageUpload($input: CreateImageUploadInput!) {
              createImageUpload(input: $input) {
                upload {
                  id
                  method
                  url
                  headers {
                    name
                    value
                  }
                  expiresAt
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="CreateImageUpload",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateImageUpload.model_validate(data)

    async def record_tasks(self, input: RecordTasksInput, **kwargs: Any) -> RecordTasks:
        query = gql("""
            mutation RecordTasks($input: RecordTasksInput!) {
              recordTasks(input: $input) {
                results {
                  task {
                    id
                  }
                  errors {
                    ...ErrorFields
                  }
                }
                errors {
                  ...ErrorFields
                }
              }
            }

            fragment ErrorFields on UserError {
              field
              code
              message
              details
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RecordTasks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RecordTasks.model_validate(data)

    async def task_events(
        self, ids: Union[Optional[list[str]], UnsetType] = UNSET, **kwargs: Any
    ) -> AsyncIterator[TaskEvents]:
        query = gql("""
            subscription TaskEvents($ids: [ID!]) {
              taskEvents(ids: $ids) {
                kind
                taskId
                task {
                  ...TaskFields
                }
              }
            }

            fragment ImageFields on Image {
              url
              expiresAt
              contentType
              width
              height
              size
              sha256
            }

            fragment TaskFields on TaskRecord {
              id
              userId
              taskType
              status
              prompt
              aspectRatio
              modelVersion
              imageCount
              resultCount
              externalId
              parameters
              metadata
              tokensUsed
              inputTokens
              outputTokens
              creditsDeducted
              creditsHeld
              cost
              generationTimeMs
              errorMessage
              failureCode
              createdAt
              updatedAt
              startedAt
              completedAt
              deadline
              originalImage {
                ...ImageFields
              }
              images {
                ...ImageFields
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids}
        async for data in self.execute_ws(
            query=query, operation_name="TaskEvents", variables=variables, **kwargs
        ):
            yield TaskEvents.model_validate(data)
