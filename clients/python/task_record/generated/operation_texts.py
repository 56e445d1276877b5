__all__ = [
    "BEGIN_TASK_GQL",
    "CANCEL_TASK_GQL",
    "COMPLETE_TASK_GQL",
    "CREATE_IMAGE_UPLOAD_GQL",
    "CREATE_TASK_GQL",
    "DELETE_TASK_GQL",
    "EXPORT_TASKS_GQL",
    "FAIL_TASK_GQL",
    "RECORD_TASKS_GQL",
    "START_TASK_GQL",
    "TASKS_GQL",
    "TASKS_OF_USER_GQL",
    "TASK_BY_EXTERNAL_ID_GQL",
    "TASK_EVENTS_GQL",
    "TASK_GQL",
]

DELETE_TASK_GQL = "mutation DeleteTask($input:DeleteTaskInput!){deleteTask(input:$input){deletedTaskId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

TASKS_GQL = "query Tasks($first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TASKS_OF_USER_GQL = "query TasksOfUser($id:ID!$first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){user(id:$id){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}\n"

TASK_GQL = "query Task($id:ID!){task(id:$id){...TaskFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

TASK_BY_EXTERNAL_ID_GQL = "query TaskByExternalId($externalId:String!$userId:ID){taskByExternalId(externalId:$externalId userId:$userId){...TaskFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

EXPORT_TASKS_GQL = "mutation ExportTasks($input:ExportTasksInput!){exportTasks(input:$input){export{url expiresAt taskCount imageSize}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

BEGIN_TASK_GQL = "mutation BeginTask($input:CreateTaskInput!$start:StartTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}startTask(input:$start){errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

CREATE_TASK_GQL = "mutation CreateTask($input:CreateTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

START_TASK_GQL = "mutation StartTask($input:StartTaskInput!){startTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

COMPLETE_TASK_GQL = "mutation CompleteTask($input:CompleteTaskInput!){completeTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

FAIL_TASK_GQL = "mutation FailTask($input:FailTaskInput!){failTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

CANCEL_TASK_GQL = "mutation CancelTask($input:CancelTaskInput!){cancelTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"

CREATE_IMAGE_UPLOAD_GQL = "mutation CreateImageUpload($input:CreateImageUploadInput!){createImageUpload(input:$input){upload{id method url headers{name value}expiresAt}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

RECORD_TASKS_GQL = "mutation RecordTasks($input:RecordTasksInput!){recordTasks(input:$input){results{task{id}errors{...ErrorFields}}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}\n"

TASK_EVENTS_GQL = "subscription TaskEvents($ids:[ID!]){taskEvents(ids:$ids){kind taskId task{...TaskFields}}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}\n"
