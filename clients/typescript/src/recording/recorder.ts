import type { Connection } from "../access/connection.ts";
import { TaskDocument } from "../api.generated.ts";
import { Refused, TaskRecordError } from "../errors.ts";
import { cancel, complete, create, fail } from "./mutations.ts";
import { isSentLater, type OnError, Outbox } from "./outbox.ts";
import type { Made, Recording, Task, Unsent } from "./recording.ts";
import { taskId } from "./taskId.ts";

/** A task while its images are generated. */
export interface Job {
  id: string;
  prompt: string;
  model: string;
  signal: AbortSignal | undefined;
  /** The task that the server returned; null if it could not be recorded yet. */
  task: Task | null;
}

export type Generate = (job: Job) => Made | Promise<Made>;

/** Records tasks around their generation. */
export class Recorder {
  readonly outbox: Outbox;
  readonly #connection: Connection;
  readonly #onError: OnError;

  constructor(connection: Connection, onError: OnError) {
    this.#connection = connection;
    this.#onError = onError;
    this.outbox = new Outbox(onError);
  }

  async idOf({ id, key, user }: Recording): Promise<string> {
    if (id !== undefined) return id;
    return key === undefined ? crypto.randomUUID() : taskId(key, user ?? (await this.#connection.caller()));
  }

  async record(given: Recording, generate: Generate): Promise<Task | Unsent> {
    const id = await this.idOf(given);
    const begun = await this.#begin(id, given);
    // The job has run before, so it does not generate again.
    if (begun.status === "COMPLETED") return begun;
    const { prompt, model = "", signal } = given;
    const beginning = performance.now();
    let made: Made;
    try {
      signal?.throwIfAborted();
      made = await generate({ id, prompt, model, signal, task: begun.status === "UNSENT" ? null : begun });
    } catch (error) {
      const milliseconds = performance.now() - beginning;
      await this.#end(begun, { prompt }, () => this.#giveUp(id, signal, error, milliseconds));
      throw error;
    }
    const milliseconds = made.milliseconds ?? performance.now() - beginning;
    return this.#end(begun, given, () => this.#complete(id, given, { ...made, milliseconds }));
  }

  /** Records the task. Throws only if the task is strict or holds credits. */
  async #begin(id: string, given: Recording): Promise<Task | Unsent> {
    const send = () => create(this.#connection, id, given, true);
    try {
      const task = await send();
      if (task.status !== "FAILED" && task.status !== "CANCELED") return task;
      const message = `The task with this key has ended as ${task.status}. Include the attempt in the key.`;
      throw new Refused({
        code: "CONFLICT",
        message,
        field: null,
        details: { taskId: id, status: task.status },
      });
    } catch (error) {
      const isDemanded = given.strict || given.maxCredits !== undefined || given.signal?.aborted;
      if (!isDemanded) return this.#later(id, given, send, error);
      // The task may be recorded although no response arrived: it must not hold credits, unless the job can run again.
      if (isSentLater(error) && given.key === undefined) this.outbox.put(id, () => this.#cancel(id));
      given.signal?.throwIfAborted();
      throw error;
    }
  }

  /** Sends how it ended, unless what comes before it could not be sent. */
  async #end(begun: Task | Unsent, given: Recording, send: () => Promise<Task>): Promise<Task | Unsent> {
    const { id } = begun;
    if (begun.status === "UNSENT" && !isSentLater(begun.error)) return begun;
    if (this.outbox.has(id)) {
      this.outbox.put(id, send);
      return begun;
    }
    try {
      return await send();
    } catch (error) {
      const unsent = this.#later(id, given, send, error);
      if (given.strict) throw error;
      return unsent;
    }
  }

  /** Sends the mutation later if it can succeed then. */
  #later(id: string, { prompt }: Recording, send: () => Promise<unknown>, cause: unknown): Unsent {
    if (isSentLater(cause)) this.outbox.put(id, send);
    else this.#onError(cause, id);
    const isKnown = cause instanceof TaskRecordError;
    const error = isKnown ? cause : new TaskRecordError("INVALID", String(cause), { cause });
    return { status: "UNSENT", id, prompt, error };
  }

  async #complete(id: string, { onProgress }: Recording, made: Made): Promise<Task> {
    try {
      // Without the signal, so that generated images are recorded.
      return await complete(this.#connection, id, made, { onProgress });
    } catch (error) {
      if (!isOfCompleted(error)) throw error;
      // The same job ran in another process at the same time.
      const { task } = await this.#connection.request(TaskDocument, { id });
      if (!task) throw error;
      return task;
    }
  }

  #giveUp(id: string, signal: AbortSignal | undefined, error: unknown, milliseconds: number): Promise<Task> {
    if (signal?.aborted) return cancel(this.#connection, id);
    const message = error instanceof Error ? error.message || error.name : String(error);
    return fail(this.#connection, id, message, Object(error).failureCode, { milliseconds });
  }

  async #cancel(id: string): Promise<void> {
    await cancel(this.#connection, id).catch((error: unknown) => {
      // NOT_FOUND: it was never recorded.
      if (!(error instanceof Refused) || error.code !== "NOT_FOUND") throw error;
    });
  }
}

function isOfCompleted(error: unknown): boolean {
  return (
    error instanceof Refused && error.code === "CONFLICT" && Object(error.details).status === "COMPLETED"
  );
}
