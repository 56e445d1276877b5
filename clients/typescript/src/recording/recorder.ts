import type { Connection } from "../access/connection.ts";
import { TaskDocument } from "../api.generated.ts";
import { knownError, Refused } from "../errors.ts";
import { cancel, complete, create, fail } from "./mutations.ts";
import { isSentLater, type OnError, Outbox } from "./outbox.ts";
import type { Known, Made, Recording, Task, Unsent } from "./recording.ts";
import { taskId } from "./taskId.ts";
import type { LeaveOut, RefusedRecord } from "./values.ts";

/** A task while its images are generated. */
export interface Job {
  id: string;
  prompt: string;
  model: string;
  signal: AbortSignal | undefined;
  /** The task that the server returned; null if it could not be recorded yet. */
  task: Task | null;
  /** Adds what is known before the images are generated. It is recorded even if the generation fails. */
  add: (known: Known) => void;
}

export type Generate = (job: Job) => Made | Promise<Made>;

/** Records tasks around their generation. */
export class Recorder {
  readonly outbox: Outbox;
  readonly #connection: Connection;
  /** Refused mutations, and values that were left out; only the latest. */
  readonly refused: RefusedRecord[] = [];
  readonly #onError: OnError;

  constructor(connection: Connection, onError: OnError) {
    this.#connection = connection;
    this.#onError = (error, taskId) => {
      this.#refuse({ taskId, error: knownError(error), values: {} });
      onError(error, taskId);
    };
    this.outbox = new Outbox(this.#onError);
  }

  /** Returns the callback for values of this task that are left out. */
  leavingOut(taskId: string): LeaveOut {
    return (values, error) => {
      this.#refuse({ taskId, error, values });
      const names = Object.keys(values).join(", ");
      const what = names ? `is recorded without ${names}` : "is not recorded";
      console.warn(`Task ${taskId} ${what}: ${error.message} (${error.code})`);
    };
  }

  #refuse(one: RefusedRecord): void {
    this.refused.push(one);
    if (this.refused.length > mostRefused) this.refused.shift();
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
    let known: Known = {};
    const add = (more: Known) => {
      known = joined(known, more);
    };
    let made: Made;
    try {
      signal?.throwIfAborted();
      const task = begun.status === "UNSENT" ? null : begun;
      made = await generate({ id, prompt, model, signal, task, add });
    } catch (error) {
      const ended = { milliseconds: performance.now() - beginning, ...known };
      await this.#end(begun, { prompt }, () => this.#giveUp(id, signal, error, ended));
      throw error;
    }
    const ended = {
      milliseconds: performance.now() - beginning,
      ...joined(known, made),
      images: made?.images,
    };
    return this.#end(begun, given, () => this.#complete(id, given, ended));
  }

  /** Records the task. Throws only if the task is strict or holds credits. */
  async #begin(id: string, given: Recording): Promise<Task | Unsent> {
    const isDemanded = given.strict || given.maxCredits !== undefined;
    const send = () => this.#create(id, given, isDemanded ? undefined : this.leavingOut(id));
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
      if (!isDemanded && !given.signal?.aborted) return this.#later(id, given, send, error);
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
    return { status: "UNSENT", id, prompt, error: knownError(cause) };
  }

  /** Records the task. If it is recorded already with another deadline, that one stays. */
  async #create(id: string, given: Recording, leaveOut: LeaveOut | undefined): Promise<Task> {
    try {
      return await create(this.#connection, id, given, true, leaveOut);
    } catch (error) {
      const isRepeated = isConflict(error) && Object(error.details).taskId === id;
      if (!isRepeated || given.deadline === undefined) throw error;
      const { task } = await this.#connection.request(TaskDocument, { id });
      if (!task) throw error;
      const deadline = task.deadline === null ? undefined : new Date(task.deadline);
      return await create(this.#connection, id, { ...given, deadline }, true, leaveOut);
    }
  }

  async #complete(id: string, { onProgress }: Recording, made: Made): Promise<Task> {
    try {
      // Without the signal, so that generated images are recorded.
      return await complete(this.#connection, id, made, { onProgress }, this.leavingOut(id));
    } catch (error) {
      if (!isOfCompleted(error)) throw error;
      // The same job ran in another process at the same time.
      const { task } = await this.#connection.request(TaskDocument, { id });
      if (!task) throw error;
      return task;
    }
  }

  #giveUp(id: string, signal: AbortSignal | undefined, error: unknown, known: Known): Promise<Task> {
    const isLate = Object(error).name === "TimeoutError";
    if (signal?.aborted && !isLate) return cancel(this.#connection, id, known, this.leavingOut(id));
    const message = error instanceof Error ? error.message || error.name : String(error);
    const code = Object(error).failureCode ?? (isLate ? "timeout" : undefined);
    return fail(this.#connection, id, message, code, known, this.leavingOut(id));
  }

  async #cancel(id: string): Promise<void> {
    await cancel(this.#connection, id, {}, this.leavingOut(id)).catch((error: unknown) => {
      // NOT_FOUND: it was never recorded.
      if (!(error instanceof Refused) || error.code !== "NOT_FOUND") throw error;
    });
  }
}

function isConflict(error: unknown): error is Refused {
  return error instanceof Refused && error.code === "CONFLICT";
}

function isOfCompleted(error: unknown): boolean {
  return isConflict(error) && Object(error.details).status === "COMPLETED";
}

/** Merges parameters and metadata, and replaces other values. */
function joined(known: Known, more: Known): Known {
  const both = (one: unknown, other: unknown) =>
    one === undefined || other === undefined ? (other ?? one) : { ...Object(one), ...Object(other) };
  const parameters = both(known.parameters, more?.parameters);
  return { ...known, ...more, parameters, metadata: both(known.metadata, more?.metadata) };
}

const mostRefused = 1000;
