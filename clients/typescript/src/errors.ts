import { type ServerErrorCode, temporaryCodes } from "./errors.generated.ts";
import type { UserErrorCode } from "./schema.generated.ts";

/** The code of an error, of the API or of this client. Later servers may add codes, so have a default branch. */
export type ErrorCode =
  | ServerErrorCode
  /** There was no connection, or no response in time. The request may or may not have been executed. */
  | "NO_ANSWER"
  /** The response is not one of this API. The address may be wrong. */
  | "UNEXPECTED_ANSWER"
  /** Object storage refused an image; `details.status` is the status of its response. */
  | "UPLOAD_REFUSED"
  /** The provider no longer returns an image. */
  | "IMAGE_UNAVAILABLE"
  /** The runtime has no `WebSocket`, and none was passed. */
  | "NO_WEBSOCKET"
  | (string & {});

interface Refusal {
  code: UserErrorCode;
  message: string;
  field: readonly string[] | null;
  details?: unknown;
}

interface More {
  /** The first is `field`. */
  fields?: readonly (readonly string[])[];
  details?: unknown;
  retryAfter?: number | undefined;
  requestId?: string | undefined;
  cause?: unknown;
}

const temporary: ReadonlySet<string> = new Set([...temporaryCodes, "NO_ANSWER"]);

/** A request failed. `code` is the reason for programs, `message` the reason for people. */
export class TaskRecordError extends Error {
  readonly code: ErrorCode;
  /** The path of the invalid input field, if there is one. */
  readonly field: readonly string[] | null;
  /** The paths of all invalid input fields. */
  readonly fields: readonly (readonly string[])[];
  /** Data for programs, such as a limit and how much of it is used. */
  readonly details: unknown;
  /** Seconds after which the server asks the client to retry. */
  readonly retryAfter: number | undefined;
  /** The id of the request in the server's log. */
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, more: More = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.name = "TaskRecordError";
    this.code = code;
    this.fields = more.fields ?? [];
    this.field = this.fields[0] ?? null;
    this.details = more.details;
    this.retryAfter = more.retryAfter;
    this.requestId = more.requestId;
  }

  /** Whether the request may succeed later. The client has retried it for the time of its `patience`. */
  get isTemporary(): boolean {
    return temporary.has(this.code) || this.retryAfter !== undefined;
  }
}

/** A mutation was refused and changed nothing. Retrying it has the same result. */
export class Refused extends TaskRecordError {
  declare readonly code: UserErrorCode;

  constructor(error: Refusal, errors: readonly Refusal[] = [error]) {
    const message = errors.map((one) => one.message).join("; ");
    super(error.code, message, { ...error, fields: fieldsOf(errors.map(({ field }) => field)) });
    this.name = "Refused";
  }
}

/** Returns the error, with the code `INVALID` if it is of another kind. */
export function knownError(error: unknown): TaskRecordError {
  return error instanceof TaskRecordError
    ? error
    : new TaskRecordError("INVALID", String(error), { cause: error });
}

/** Returns the paths that are given, which may be missing. */
export function fieldsOf(paths: readonly unknown[]): string[][] {
  return paths.filter((path) => Array.isArray(path));
}

/** Returns the result in the payload of a mutation, or throws the error that it contains. */
export function accepted<Result>(
  payload: { errors: readonly Refusal[] } | null | undefined,
  result: Result | null | undefined,
): Result {
  const errors = payload?.errors ?? [];
  if (errors[0]) throw new Refused(errors[0], errors);
  if (result == null)
    throw new TaskRecordError("UNEXPECTED_ANSWER", "The mutation has neither a result nor errors.");
  return result;
}
