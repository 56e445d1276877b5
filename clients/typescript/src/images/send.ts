import { pauseMs, wait } from "../access/pause.ts";
import { TaskRecordError } from "../errors.ts";

export interface Transfer {
  signal?: AbortSignal | undefined;
  /** Called with the number of sent bytes of an image and its size: in browsers while sending, elsewhere at the end. */
  onProgress?: ((sent: number, size: number) => void) | undefined;
}

/** The request with which storage accepts an image. */
interface Announced {
  method: string;
  url: string;
  headers: readonly { name: string; value: string }[];
}

/** Milliseconds to wait until storage has received an image. */
const longestMs = 300_000;

/** Sends an image to storage, and retries for `patience` milliseconds if storage cannot be reached. */
export async function send(
  image: Blob,
  announced: Announced,
  patience: number,
  transfer: Transfer,
): Promise<void> {
  const until = performance.now() + patience;
  for (let attempts = 1; ; attempts += 1) {
    transfer.signal?.throwIfAborted();
    const status = await ("XMLHttpRequest" in globalThis ? sendWatched : sendAtOnce)(
      image,
      announced,
      transfer,
    );
    if (status >= 200 && status < 300) return;
    const isTemporary = status === 0 || status >= 500;
    const pause = pauseMs(attempts);
    if (!isTemporary || performance.now() + pause > until) {
      const message = status === 0 ? "Storage cannot be reached." : `Storage answered ${status}.`;
      throw new TaskRecordError(isTemporary ? "NO_ANSWER" : "UPLOAD_REFUSED", message, {
        details: { status },
      });
    }
    await wait(pause, transfer.signal);
  }
}

/** Sends an image with XMLHttpRequest, because `fetch` does not report progress. Returns the status, or 0. */
function sendWatched(image: Blob, { method, url, headers }: Announced, { signal, onProgress }: Transfer) {
  return new Promise<number>((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(method, url);
    for (const { name, value } of headers) {
      // Browsers set the length themselves, and forbid pages to set it.
      if (name.toLowerCase() !== "content-length") sending.setRequestHeader(name, value);
    }
    const stop = () => sending.abort();
    signal?.addEventListener("abort", stop, { once: true });
    sending.upload.onprogress = ({ loaded }) => onProgress?.(loaded, image.size);
    sending.onload = sending.onerror = () => resolve(sending.status);
    sending.onabort = () => reject(signal?.reason);
    sending.onloadend = () => signal?.removeEventListener("abort", stop);
    sending.send(image);
  });
}

async function sendAtOnce(
  image: Blob,
  { method, url, headers }: Announced,
  { signal, onProgress }: Transfer,
) {
  const limit = AbortSignal.timeout(longestMs);
  const until = signal ? AbortSignal.any([signal, limit]) : limit;
  const sent = headers.filter(({ name }) => name.toLowerCase() !== "content-length");
  const init = {
    method,
    body: image,
    headers: sent.map(({ name, value }): [string, string] => [name, value]),
  };
  try {
    const { status } = await fetch(url, { ...init, signal: until });
    onProgress?.(image.size, image.size);
    return status;
  } catch {
    signal?.throwIfAborted();
    return 0;
  }
}
