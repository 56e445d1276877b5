import { fieldsOf, TaskRecordError } from "../errors.ts";

/** An entry of the response's own `errors`. */
export interface AnswerError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
}

/** The response to an operation. */
export interface Answer {
  data?: unknown;
  errors?: readonly AnswerError[];
  extensions?: Record<string, unknown>;
}

/** Characters of an unexpected response that its error contains. */
const shownLength = 200;

/** Parses a response with any status. Throws if it is not a response of this API. */
export function readAnswer(response: Response, text: string, parse: (json: string) => unknown): Answer {
  let body: unknown;
  try {
    body = parse(text);
  } catch {
    // Not JSON, such as the page of a proxy.
  }
  const answer = Object(body) as Answer;
  const [first] = Array.isArray(answer.errors) ? (answer.errors as AnswerError[]) : [];
  if (first?.message !== undefined || (response.ok && answer.data != null)) return answer;
  const message = `${response.url.split("?")[0]} answered ${response.status}: ${text.slice(0, shownLength)}`;
  throw new TaskRecordError(codeOf(response.status), message, { retryAfter: retryAfterOf(response) });
}

/** Returns the error for an entry of `errors`, with the input fields of all. */
export function errorOf(error: AnswerError, errors: readonly AnswerError[] = [error]): TaskRecordError {
  const { message, extensions = {} } = error;
  const { code = "UNEXPECTED_ANSWER", retryAfter, requestId } = extensions;
  return new TaskRecordError(String(code), message, {
    details: extensions,
    fields: fieldsOf(errors.map((one) => one.extensions?.field)),
    retryAfter: typeof retryAfter === "number" ? retryAfter : undefined,
    requestId: requestId === undefined ? undefined : String(requestId),
  });
}

function codeOf(status: number): string {
  if (status === 429) return "RATE_LIMITED";
  return status === 408 || status >= 500 ? "NO_ANSWER" : "UNEXPECTED_ANSWER";
}

function retryAfterOf({ headers }: Response): number | undefined {
  const seconds = headers.get("Retry-After") ?? "";
  return /^\d+$/.test(seconds) ? Number(seconds) : undefined;
}
