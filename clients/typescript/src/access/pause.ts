import { TaskRecordError } from "../errors.ts";

/** Milliseconds between the first attempt and the second, at most. */
const firstMs = 200;
/** Milliseconds between two attempts, at most, unless the server asks for more. */
const longestMs = 30_000;
const mostDoublings = 10;
/** Milliseconds over which those that the server asks to wait come back. */
const spreadMs = 1000;

/**
 * Milliseconds to wait after so many attempts: what the server asks for and a little more, or else twice as long each
 * time. Both are at random, so that clients that failed together do not come back together.
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
