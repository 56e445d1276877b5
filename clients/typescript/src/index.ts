export { type Answer, type AnswerError, errorOf } from "./access/answer.ts";
export { Connection, type ConnectionOptions, type RequestOptions } from "./access/connection.ts";
export type { GraphQLRequest, TypedText } from "./access/request.ts";
export type { Sink, Socket, SocketState } from "./access/socket.ts";
export type { Token } from "./access/token.ts";
export type { ServerErrorCode } from "./errors.generated.ts";
export { type ErrorCode, Refused, TaskRecordError } from "./errors.ts";
export type { Picture } from "./images/picture.ts";
export type { Transfer } from "./images/send.ts";
export type { Export } from "./reading/export.ts";
export type { Following, TaskEvent } from "./reading/follow.ts";
export type { Listing } from "./reading/tasks.ts";
export type { RecordedRow, Row } from "./recording/many.ts";
export type { Generate, Job } from "./recording/recorder.ts";
export type { Known, Made, Recording, Task, Unsent, Used } from "./recording/recording.ts";
export { taskId, userId } from "./recording/taskId.ts";
export type { RefusedRecord } from "./recording/values.ts";
export type {
  ExportFormat,
  ImageInput,
  TaskFilter,
  TaskOrder,
  TaskSourceInput,
  TaskStatus,
  TaskType,
  UserErrorCode,
} from "./schema.generated.ts";
export { TaskRecord, type TaskRecordOptions } from "./taskRecord.ts";
