/** The mutations of a task. Sending one twice has the same effect as sending it once. */

import type { Connection } from "../access/connection.ts";
import {
  BeginTaskDocument,
  CancelTaskDocument,
  CompleteTaskDocument,
  CreateTaskDocument,
  DeleteTaskDocument,
  FailTaskDocument,
} from "../api.generated.ts";
import { accepted, TaskRecordError } from "../errors.ts";
import type { Transfer } from "../images/send.ts";
import { imageInputs } from "../images/upload.ts";
import {
  creationOf,
  failureOf,
  type Known,
  knownOf,
  type Made,
  mostImages,
  type Recording,
  type Task,
} from "./recording.ts";
import { expressible, isOfValue, type LeaveOut, removeRefused, type Values } from "./values.ts";

const repeatable = { isRepeatable: true };

/**
 * Records a task whose generation starts now, or later if `begins` is false. With `leaveOut`, values that are refused
 * are left out.
 */
export async function create(
  connection: Connection,
  id: string,
  given: Recording,
  begins: boolean,
  leaveOut?: LeaveOut,
): Promise<Task> {
  const { original, user, signal } = given;
  const pictures = original === undefined ? [] : [original];
  const leaveOutImage =
    leaveOut && ((error: TaskRecordError) => leaveOut({ originalImage: original }, error));
  const [originalImage] = await imageInputs(connection, pictures, { userId: user }, given, leaveOutImage);
  signal?.throwIfAborted();
  const values = { ...creationOf(id, given), ...(originalImage && { originalImage }) };
  // From here the signal is ignored, since the caller must know whether the task was recorded.
  return sent(expressible(values, leaveOut ?? refuse), leaveOut, async (input) => {
    const { createTask } = begins
      ? // If the task has ended, it cannot be started. Here that is not an error.
        await connection.request(BeginTaskDocument, { input, start: { id } }, repeatable)
      : await connection.request(CreateTaskDocument, { input }, repeatable);
    return accepted(createTask, createTask?.task);
  });
}

/**
 * Ends a task with its images. Values and images that are refused are left out. The task fails if there is no image, or
 * none that can be recorded.
 */
export async function complete(
  connection: Connection,
  id: string,
  made: Made,
  transfer: Transfer,
  leaveOut: LeaveOut,
): Promise<Task> {
  const pictures = [made?.images ?? []].flat();
  let last: TaskRecordError | undefined;
  const leaveOutImage = (error: TaskRecordError, place: number) => {
    last = error;
    leaveOut({ [`images.${place}`]: pictures[place] }, error);
  };
  for (let place = mostImages; place < pictures.length; place += 1)
    leaveOutImage(new TaskRecordError("INVALID", `A task has at most ${mostImages} images.`), place);
  const wanted = pictures.slice(0, mostImages);
  const [image, ...moreImages] = await imageInputs(
    connection,
    wanted,
    { taskId: id },
    transfer,
    leaveOutImage,
  );
  const known = expressible({ ...knownOf(made ?? {}), creditsDeducted: made?.credits }, leaveOut);
  return sent({ ...known, id, image, moreImages }, leaveOut, async (given) => {
    const { image } = given;
    if (!image) return failWithoutImage(connection, id, made, leaveOut, last);
    try {
      const input = { ...given, image };
      const { completeTask } = await connection.request(CompleteTaskDocument, { input }, repeatable);
      return accepted(completeTask, completeTask?.task);
    } catch (error) {
      if (isOfValue(error)) last = error;
      throw error;
    }
  });
}

function failWithoutImage(
  connection: Connection,
  id: string,
  made: Made,
  leaveOut: LeaveOut,
  error: TaskRecordError | undefined,
): Promise<Task> {
  if (!error) return fail(connection, id, "No image was generated.", "no_image", made, leaveOut);
  const code = error.code === "IMAGE_UNAVAILABLE" ? "image_unavailable" : "invalid_image";
  return fail(connection, id, error.message, code, made, leaveOut);
}

/** Fails a task, with a reason for the user, and a code for programs. */
export function fail(
  connection: Connection,
  id: string,
  message: string,
  code: unknown,
  known: Known,
  leaveOut: LeaveOut,
): Promise<Task> {
  const values = expressible({ id, ...failureOf(message, code), ...knownOf(known) }, leaveOut);
  return sent(values, leaveOut, async (input) => {
    const { failTask } = await connection.request(FailTaskDocument, { input }, repeatable);
    return accepted(failTask, failTask?.task);
  });
}

/** Cancels a task that has not ended. */
export function cancel(connection: Connection, id: string, known: Known, leaveOut: LeaveOut): Promise<Task> {
  return sent(expressible({ id, ...knownOf(known) }, leaveOut), leaveOut, async (input) => {
    const { cancelTask } = await connection.request(CancelTaskDocument, { input }, repeatable);
    return accepted(cancelTask, cancelTask?.task);
  });
}

const refuse: LeaveOut = (_values, error) => {
  throw error;
};

/** Sends a mutation, and again without the values that the server refuses. */
async function sent<Input extends object>(
  input: Input,
  leaveOut: LeaveOut | undefined,
  send: (input: Input) => Promise<Task>,
): Promise<Task> {
  for (;;) {
    try {
      return await send(input);
    } catch (error) {
      if (!leaveOut || !removeRefused([input as Values], error, leaveOut)) throw error;
    }
  }
}

/** Deletes a task and its images. Its usage stays in the totals. */
export async function remove(connection: Connection, id: string): Promise<void> {
  const { deleteTask } = await connection.request(DeleteTaskDocument, { input: { id } }, repeatable);
  accepted(deleteTask, deleteTask?.deletedTaskId);
}
