import { TaskRecordError } from "../errors.ts";

/** Milliseconds between the first attempt and the second, at most. */
const firstMs = 200;
/** Milliseconds between two attempts, at most, unless the server asks for a longer pause. */
const longestMs = 30_000;
const mostDoublings = 10;
/** Milliseconds over which clients that the server told to wait spread their next attempts. */
const spreadMs = 1000;

/**
 * Returns the milliseconds to wait after this many attempts: what the server asks for and up to a second more, or else
 * a pause that doubles each time. Both are random, so that clients that failed together do not retry together.
 */
export function pauseMs(attempts: number, error?: unknown): number {
  if (error instanceof TaskRecordError && error.retryAfter !== undefined)
    return error.retryAfter * 1000 + Math.random() * spreadMs;
  return (
    Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, mostDoublings)) * (0.5 + Math.random() / 2)
  );
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
