import { type ServerErrorCode, temporaryCodes } from "./errors.generated.ts";
import type { UserErrorCode } from "./schema.generated.ts";

/**
 * Why something was not done: a code of the API, or of this client. Later servers may have more, so have a default
 * branch.
 */
export type ErrorCode =
  | ServerErrorCode
  /** No connection, or no answer in time: whether it was done is not known. */
  | "NO_ANSWER"
  /** What answered is not this API: the address may be wrong. */
  | "UNEXPECTED_ANSWER"
  /** Storage has refused an image; `details.status` is its answer. */
  | "UPLOAD_REFUSED"
  /** The provider does not hand out an image any more. */
  | "IMAGE_UNAVAILABLE"
  | (string & {});

interface More {
  field?: readonly string[] | null;
  details?: unknown;
  retryAfter?: number | undefined;
  requestId?: string | undefined;
  cause?: unknown;
}

const temporary: ReadonlySet<string> = new Set([...temporaryCodes, "NO_ANSWER"]);

/** The server did not do what it was asked. `code` says why for programs, `message` for people. */
export class TaskRecordError extends Error {
  readonly code: ErrorCode;
  /** The path of the input field at fault, if there is one. */
  readonly field: readonly string[] | null;
  /** What a program needs to act on it, such as a limit and how much of it is used. */
  readonly details: unknown;
  /** Seconds after which the server asks to try again. */
  readonly retryAfter: number | undefined;
  /** What the server's log calls the request. */
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, more: More = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.name = "TaskRecordError";
    this.code = code;
    this.field = more.field ?? null;
    this.details = more.details;
    this.retryAfter = more.retryAfter;
    this.requestId = more.requestId;
  }

  /** Whether it may work a little later. The client has then tried for as long as its `patience`. */
  get isTemporary(): boolean {
    return temporary.has(this.code) || this.retryAfter !== undefined;
  }
}

/** A mutation was refused, and changed nothing. Repeating it has the same answer. */
export class Refused extends TaskRecordError {
  declare readonly code: UserErrorCode;

  constructor(error: {
    code: UserErrorCode;
    message: string;
    field: readonly string[] | null;
    details?: unknown;
  }) {
    super(error.code, error.message, error);
    this.name = "Refused";
  }
}
