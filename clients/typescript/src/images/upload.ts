import { accepted } from "../errors.ts";
/** Sends small images with the mutation, and large ones directly to storage before it. */

import type { Connection } from "../access/connection.ts";
import { CreateImageUploadDocument } from "../api.generated.ts";
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

/** Uploads large images, and returns each image as the mutation takes it. */
export async function imageInputs(
  connection: Connection,
  pictures: readonly Picture[],
  owner: Owner,
  transfer: Transfer,
): Promise<ImageInput[]> {
  const inputs: ImageInput[] = [];
  let carried = 0;
  for (const picture of pictures) {
    const image = await readPicture(picture, transfer.signal);
    if (!(image instanceof Blob)) inputs.push(image);
    else if (image.size <= withTheMutation && carried + image.size <= withOneMutation) {
      carried += image.size;
      inputs.push({ file: image });
    } else inputs.push({ uploadId: await upload(connection, image, owner, transfer) });
  }
  return inputs;
}

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
