/** The mutations of a task. Each may be sent again without being done again. */

import { accepted } from "../accepted.ts";
import type { Connection } from "../access/connection.ts";
import {
  BeginTaskDocument,
  CancelTaskDocument,
  CompleteTaskDocument,
  CreateTaskDocument,
  DeleteTaskDocument,
  FailTaskDocument,
} from "../api.generated.ts";
import { TaskRecordError } from "../errors.ts";
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

/** Records a task whose generation begins now or, unless it `begins`, later. */
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
  // From here on it is not cancelled, since it must be known whether the task was recorded.
  const { createTask } = begins
    ? // It cannot be started where it has ended before: then it is as it should be.
      await connection.request(BeginTaskDocument, { input, start: { id } }, repeatable)
    : await connection.request(CreateTaskDocument, { input }, repeatable);
  return accepted(createTask, createTask?.task);
}

/** Ends a task with its images; it fails if there is none, or if the provider does not hand one out any more. */
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
  if (!image) return fail(connection, id, "No image was made.", "no_image", made);
  const { parameters, metadata, externalId, credits } = made;
  const input = { id, image, moreImages, creditsDeducted: credits, ...usedOf(made) };
  const given = { input: { ...input, parameters, metadata, externalId } };
  const { completeTask } = await connection.request(CompleteTaskDocument, given, repeatable);
  return accepted(completeTask, completeTask?.task);
}

/** Ends a task that has failed: with a reason that the user may read, and a code for programs. */
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

/** Gives up a task that has not ended. */
export async function cancel(connection: Connection, id: string): Promise<Task> {
  const { cancelTask } = await connection.request(CancelTaskDocument, { input: { id } }, repeatable);
  return accepted(cancelTask, cancelTask?.task);
}

/** Deletes a task and its images. What it used stays in the totals. */
export async function remove(connection: Connection, id: string): Promise<void> {
  const { deleteTask } = await connection.request(DeleteTaskDocument, { input: { id } }, repeatable);
  accepted(deleteTask, deleteTask?.deletedTaskId);
}
