import { pauseMs } from "../access/pause.ts";
import { TaskRecordError } from "../errors.ts";

/** Called with the error and the id of a task that is not recorded. */
export type OnError = (error: unknown, taskId: string) => void;

/** The maximum number of waiting mutations. */
const mostWaiting = 1000;
/** Milliseconds for which waiting mutations keep the process alive. */
const aliveMs = 5000;

/** Whether a mutation that failed with this error can be sent later. */
export function isSentLater(error: unknown): error is TaskRecordError {
  return error instanceof TaskRecordError && (error.isTemporary || error.code === "UNAUTHENTICATED");
}

/** Mutations that could not be sent. They wait in memory, and are sent in order. */
export class Outbox {
  readonly #waiting: { taskId: string; send: () => Promise<unknown> }[] = [];
  readonly #onError: OnError;
  #end: Promise<void> | undefined;
  #lastPut = 0;

  constructor(onError: OnError) {
    this.#onError = onError;
  }

  has(taskId: string): boolean {
    return this.#waiting.some((one) => one.taskId === taskId);
  }

  put(taskId: string, send: () => Promise<unknown>): void {
    if (this.#waiting.length >= mostWaiting) {
      const message = `${mostWaiting} mutations already wait, which is the limit.`;
      this.#onError(new TaskRecordError("UNAVAILABLE", message), taskId);
      return;
    }
    this.#waiting.push({ taskId, send });
    this.#lastPut = performance.now();
    this.#end ??= this.#run().finally(() => {
      this.#end = undefined;
    });
  }

  /** Waits until everything is sent, for at most this many milliseconds, and returns whether it is. */
  async flush(milliseconds: number): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([this.#end, limit]);
    clearTimeout(timer);
    return this.#waiting.length === 0;
  }

  async #run(): Promise<void> {
    for (let attempts = 1; this.#waiting[0]; attempts += 1) {
      const { taskId, send } = this.#waiting[0];
      try {
        await send();
      } catch (error) {
        if (isSentLater(error)) {
          await this.#pause(pauseMs(attempts, error));
          continue;
        }
        this.#onError(error, taskId);
      }
      this.#waiting.shift();
      attempts = 0;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer: unknown = setTimeout(resolve, milliseconds);
      if (performance.now() - this.#lastPut > aliveMs) (timer as { unref?: () => void }).unref?.();
    });
  }
}
