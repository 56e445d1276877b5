import { Refused, TaskRecordError } from "./errors.ts";

interface Refusal {
  code: Refused["code"];
  message: string;
  field: readonly string[] | null;
  details?: unknown;
}

/** The result in the payload of a mutation. Throws what refused it. */
export function accepted<Result>(
  payload: { errors: readonly Refusal[] } | null | undefined,
  result: Result | null | undefined,
): Result {
  const errors = payload?.errors ?? [];
  if (errors[0])
    throw new Refused({ ...errors[0], message: errors.map(({ message }) => message).join("; ") });
  if (result == null)
    throw new TaskRecordError("UNEXPECTED_ANSWER", "The mutation has neither a result nor errors.");
  return result;
}
