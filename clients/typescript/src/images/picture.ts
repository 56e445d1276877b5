import { TaskRecordError } from "../errors.ts";
import type { ImageInput } from "../schema.generated.ts";

/**
 * An image: its bytes; a data URL; a URL (`https://…`), from which the client downloads it; or an input of the API,
 * such as the upload that `TaskRecord.upload` returns.
 */
export type Picture = Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | string | URL | ImageInput;

/** Reads an image with its type. Returns an input of the API unchanged. */
export async function readPicture(given: Picture, signal?: AbortSignal): Promise<Blob | ImageInput> {
  if (given instanceof Blob) return readable(given);
  if (given instanceof ArrayBuffer || given instanceof Uint8Array)
    return typed(new Blob([given as BlobPart]));
  const text = String(given);
  if (text.startsWith("data:")) return decoded(text);
  if (given instanceof URL || /^https?:/.test(text)) return typed(await fetched(text, signal));
  if (typeof given === "object" && given) return given;
  throw new TaskRecordError("INVALID", "An image must be a Blob, bytes, a data URL or a URL.");
}

/** Returns the image if it can be read: its file may be missing. */
async function readable(image: Blob): Promise<Blob> {
  try {
    await image.slice(-1).arrayBuffer();
    return await typed(image);
  } catch (cause) {
    throw new TaskRecordError("IMAGE_UNAVAILABLE", `The image cannot be read: ${cause}`, { cause });
  }
}

/** Returns the image with its type, if missing from its first bytes. The server checks the content itself. */
async function typed(image: Blob): Promise<Blob> {
  return image.type.startsWith("image/") ? image : new Blob([image], { type: await mediaType(image) });
}

async function mediaType(image: Blob): Promise<string> {
  const start = String.fromCharCode(...new Uint8Array(await image.slice(0, 12).arrayBuffer()));
  if (start.startsWith("\x89PNG")) return "image/png";
  if (start.startsWith("\xff\xd8")) return "image/jpeg";
  if (start.startsWith("GIF8")) return "image/gif";
  if (start.endsWith("WEBP")) return "image/webp";
  return /ftypavi[fs]$/.test(start) ? "image/avif" : "application/octet-stream";
}

async function decoded(dataUrl: string): Promise<Blob> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(",") + 1)), (one) => one.charCodeAt(0));
  } catch (cause) {
    throw new TaskRecordError("INVALID", "The data URL of an image must be in base64.", { cause });
  }
  return typed(new Blob([bytes], { type: dataUrl.slice("data:".length).split(/[;,]/, 1)[0] ?? "" }));
}

/** Downloads an image from its provider. */
async function fetched(url: string, signal: AbortSignal | undefined): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null });
    if (response.ok) return await response.blob();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new TaskRecordError("NO_ANSWER", `${url} does not answer: ${cause}`, { cause });
  }
  const isTemporary = response.status >= 500 || response.status === 429;
  throw new TaskRecordError(
    isTemporary ? "NO_ANSWER" : "IMAGE_UNAVAILABLE",
    `${url} answered ${response.status}.`,
  );
}

/** Returns the bytes in base64. */
export async function base64(image: Blob): Promise<string> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += chunk)
    text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(text);
}

/** Bytes that are converted at a time, since each is an argument. */
const chunk = 8192;

/** Returns the SHA-256 of the bytes in lower-case hexadecimal. */
export async function sha256(image: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await image.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
