import { UploadFailed } from "./errors";
import type { CreateImageUploadMutation } from "./operations.generated";

export type ImageUpload = NonNullable<NonNullable<CreateImageUploadMutation["payload"]>["upload"]>;

export interface Transfer {
  signal?: AbortSignal;
  /** Called with the part that has been sent, from 0 to 1. */
  onProgress?: (sent: number) => void;
}

/**
 * Sends an image to storage. It uses XMLHttpRequest because `fetch` does not report the progress of sending.
 */
export function send(image: Blob, upload: ImageUpload, { signal, onProgress }: Transfer): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const transfer = new XMLHttpRequest();
    transfer.open(upload.method, upload.url);
    for (const { name, value } of upload.headers) {
      // Browsers set the length themselves, and do not allow a page to.
      if (name.toLowerCase() !== "content-length") transfer.setRequestHeader(name, value);
    }
    transfer.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    transfer.onload = () => (transfer.status < 300 ? resolve() : reject(new UploadFailed(transfer.status)));
    transfer.onerror = () => reject(new UploadFailed(0));
    transfer.onabort = () => reject(signal?.reason);
    signal?.addEventListener("abort", () => transfer.abort(), { once: true });
    transfer.send(image);
  });
}

export async function sha256(image: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await image.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
