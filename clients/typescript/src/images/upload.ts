/** Sends small images with the mutation, and large ones directly to storage before it. */

import type { Connection } from "../access/connection.ts";
import { CreateImageUploadDocument } from "../api.generated.ts";
import { accepted, TaskRecordError } from "../errors.ts";
import type { ImageInput } from "../schema.generated.ts";
import { type Picture, readPicture, sha256 } from "./picture.ts";
import { send, type Transfer } from "./send.ts";

/** Bytes above which an image is sent directly to storage. */
export const withTheMutation = 1_048_576;
/** Bytes of all images in one mutation. Servers accept at least 10 MiB. */
export const withOneMutation = 8_388_608;

/** The owner of images: a task, or a user if the task is not recorded yet; the caller if omitted. */
export interface Owner {
  taskId?: string;
  userId?: string | undefined;
}

/**
 * Uploads large images, and returns each image as the mutation takes it. An image that can never be sent is left out if
 * there is a callback for it.
 */
export async function imageInputs(
  connection: Connection,
  pictures: readonly Picture[],
  owner: Owner,
  transfer: Transfer,
  leaveOut?: (error: TaskRecordError, place: number) => void,
): Promise<ImageInput[]> {
  const inputs: ImageInput[] = [];
  let carried = 0;
  for (const [place, picture] of pictures.entries()) {
    try {
      const image = await readPicture(picture, transfer.signal);
      if (!(image instanceof Blob)) inputs.push(image);
      else if (image.size <= withTheMutation && carried + image.size <= withOneMutation) {
        carried += image.size;
        inputs.push({ file: image });
      } else inputs.push({ uploadId: await upload(connection, image, owner, transfer) });
    } catch (error) {
      if (!leaveOut || !isOfImage(error)) throw error;
      leaveOut(error, place);
    }
  }
  return inputs;
}

/** Whether the error is about the image, so that no other attempt to send it would succeed. */
export function isOfImage(error: unknown): error is TaskRecordError {
  return error instanceof TaskRecordError && codesOfImages.includes(error.code);
}

const codesOfImages: readonly string[] = [
  ...["IMAGE_UNAVAILABLE", "INVALID", "INVALID_IMAGE", "PLAN_LIMIT", "TOO_LARGE", "UPLOAD_REFUSED"],
];

/** Sends an image directly to storage, and returns the id of the upload, which is valid for 24 hours. */
export async function upload(
  connection: Connection,
  image: Blob,
  owner: Owner,
  transfer: Transfer,
): Promise<string> {
  const input = { ...owner, contentType: image.type, size: image.size, sha256: await sha256(image) };
  const options = { signal: transfer.signal, isRepeatable: true };
  const { createImageUpload } = await connection.request(CreateImageUploadDocument, { input }, options);
  const announced = accepted(createImageUpload, createImageUpload?.upload);
  await send(image, announced, connection.patience, transfer);
  return announced.id;
}
