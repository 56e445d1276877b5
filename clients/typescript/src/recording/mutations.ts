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
  type Made,
  mostImages,
  type Recording,
  type Task,
  type Used,
  usedOf,
} from "./recording.ts";

const repeatable = { isRepeatable: true };

/** Records a task whose generation starts now, or later if `begins` is false. */
export async function create(
  connection: Connection,
  id: string,
  given: Recording,
  begins: boolean,
): Promise<Task> {
  const { original, user, signal } = given;
  const pictures = original === undefined ? [] : [original];
  const [originalImage] = await imageInputs(connection, pictures, { userId: user }, given);
  signal?.throwIfAborted();
  const input = { ...creationOf(id, given), ...(originalImage && { originalImage }) };
  // From here the signal is ignored, since the caller must know whether the task was recorded.
  const { createTask } = begins
    ? // If the task has ended, it cannot be started. Here that is not an error.
      await connection.request(BeginTaskDocument, { input, start: { id } }, repeatable)
    : await connection.request(CreateTaskDocument, { input }, repeatable);
  return accepted(createTask, createTask?.task);
}

/** Ends a task with its images. The task fails if there is no image, or if the provider no longer returns one. */
export async function complete(
  connection: Connection,
  id: string,
  made: Made,
  transfer: Transfer = {},
): Promise<Task> {
  const pictures = made.images.slice(0, mostImages);
  let images: Awaited<ReturnType<typeof imageInputs>>;
  try {
    images = await imageInputs(connection, pictures, { taskId: id }, transfer);
  } catch (error) {
    if (!(error instanceof TaskRecordError) || error.code !== "IMAGE_UNAVAILABLE") throw error;
    return fail(connection, id, error.message, "image_unavailable", made);
  }
  const [image, ...moreImages] = images;
  if (!image) return fail(connection, id, "No image was generated.", "no_image", made);
  const { parameters, metadata, externalId, credits } = made;
  const input = { id, image, moreImages, creditsDeducted: credits, ...usedOf(made) };
  const given = { input: { ...input, parameters, metadata, externalId } };
  const { completeTask } = await connection.request(CompleteTaskDocument, given, repeatable);
  return accepted(completeTask, completeTask?.task);
}

/** Fails a task, with a reason for the user, and a code for programs. */
export async function fail(
  connection: Connection,
  id: string,
  message: string,
  code?: unknown,
  used: Used = {},
): Promise<Task> {
  const input = { id, ...failureOf(message, code), ...usedOf(used) };
  const { failTask } = await connection.request(FailTaskDocument, { input }, repeatable);
  return accepted(failTask, failTask?.task);
}

/** Cancels a task that has not ended. */
export async function cancel(connection: Connection, id: string): Promise<Task> {
  const { cancelTask } = await connection.request(CancelTaskDocument, { input: { id } }, repeatable);
  return accepted(cancelTask, cancelTask?.task);
}

/** Deletes a task and its images. Its usage stays in the totals. */
export async function remove(connection: Connection, id: string): Promise<void> {
  const { deleteTask } = await connection.request(DeleteTaskDocument, { input: { id } }, repeatable);
  accepted(deleteTask, deleteTask?.deletedTaskId);
}
