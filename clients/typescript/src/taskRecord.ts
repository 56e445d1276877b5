import { Connection, type ConnectionOptions } from "./access/connection.ts";
import { TaskDocument } from "./api.generated.ts";
import { type Picture, readPicture } from "./images/picture.ts";
import type { Transfer } from "./images/send.ts";
import { upload } from "./images/upload.ts";
import { type Export, exportTasks } from "./reading/export.ts";
import { type Following, follow } from "./reading/follow.ts";
import { type Listing, tasks } from "./reading/tasks.ts";
import { type RecordedRow, type Row, recordMany } from "./recording/many.ts";
import { cancel, complete, create, fail, remove } from "./recording/mutations.ts";
import type { OnError } from "./recording/outbox.ts";
import { type Generate, Recorder } from "./recording/recorder.ts";
import type { Known, Made, Recording, Task, Unsent } from "./recording/recording.ts";
import type { RefusedRecord } from "./recording/values.ts";
import type { ImageInput } from "./schema.generated.ts";

export interface TaskRecordOptions extends ConnectionOptions {
  /** Called when a task cannot be recorded although its generation continues; `console.error` by default. */
  onError?: OnError;
}

/**
 * A client of Task Record. It retries temporary failures for `patience` milliseconds. It throws `Refused` if the server
 * refuses a mutation, and `TaskRecordError` for any other failure.
 */
export class TaskRecord extends Connection {
  readonly #recorder: Recorder;

  constructor(options: TaskRecordOptions) {
    super(options);
    const log: OnError = (error, taskId) => console.error(`Task ${taskId} is not recorded:`, error);
    this.#recorder = new Recorder(this, options.onError ?? log);
  }

  /**
   * Records a task, generates its images, and completes it with them. An error of `generate` fails the task, and is
   * thrown again. If the task cannot be recorded, the generation continues, the mutation waits in memory, and `record`
   * returns an `Unsent`, unless the task is `strict` or has `maxCredits`. With a `key`, a completed task is returned
   * without generating.
   */
  record(given: Recording & { strict: true }, generate: Generate): Promise<Task>;
  record(given: Recording, generate: Generate): Promise<Task | Unsent>;
  record(given: Recording, generate: Generate): Promise<Task | Unsent> {
    return this.#recorder.record(given, generate);
  }

  /** Waits until all mutations are sent, for at most this many milliseconds, and returns whether they are. */
  flush(milliseconds = 5000): Promise<boolean> {
    return this.#recorder.outbox.flush(milliseconds);
  }

  /** Returns the last 1,000 mutations that were refused, and values that were left out so that a task is recorded. */
  refused(): readonly RefusedRecord[] {
    return [...this.#recorder.refused];
  }

  /**
   * Records tasks that ended before, up to 100 at a time, and returns the result of each. A row with a `key` can be
   * recorded again without effect. Values and images that are refused are left out of their row.
   */
  recordMany(rows: Iterable<Row> | AsyncIterable<Row>): Promise<RecordedRow[]> {
    return recordMany(this, rows, this.#recorder);
  }

  /** Records a task whose generation starts later. */
  async create(given: Recording): Promise<Task> {
    return create(this, await this.#recorder.idOf(given), given, false);
  }

  /** Records a task whose generation starts now and ends later, in this or another process. */
  async begin(given: Recording): Promise<Task> {
    return create(this, await this.#recorder.idOf(given), given, true);
  }

  /**
   * Ends a task with its images. Values and images that the server refuses are left out. A task without images fails.
   */
  complete(id: string, made: Made, transfer: Transfer = {}): Promise<Task> {
    return complete(this, id, made, transfer, this.#recorder.leavingOut(id));
  }

  /** Fails a task, with a reason for the user, and a code for programs, such as `content_policy`. */
  fail(id: string, reason: { message: string; code?: string } & Known): Promise<Task> {
    return fail(this, id, reason.message, reason.code, reason, this.#recorder.leavingOut(id));
  }

  /** Cancels a task that has not ended. */
  cancel(id: string, known: Known = {}): Promise<Task> {
    return cancel(this, id, known, this.#recorder.leavingOut(id));
  }

  /** Deletes a task and its images. Its usage stays in the totals. */
  delete(id: string): Promise<void> {
    return remove(this, id);
  }

  /** Returns the task with this id, or null if there is none. */
  async task(id: string): Promise<Task | null> {
    return (await this.request(TaskDocument, { id })).task;
  }

  /** Iterates over the tasks of the caller, or with the role `SERVICE` of a user; newest first by default. */
  tasks(listing: Listing = {}): AsyncGenerator<Task, void> {
    return tasks(this, listing);
  }

  /** Follows changes to tasks as they happen, and reconnects when necessary. Returns a function that ends this. */
  follow(following: Following): () => void {
    return follow(this, following);
  }

  /**
   * Sends an image directly to storage, for a task that may have ended. For 24 hours, the result can be used as an
   * image of any task of the same user.
   */
  async upload(
    taskId: string,
    image: Exclude<Picture, ImageInput>,
    transfer: Transfer = {},
  ): Promise<ImageInput> {
    const read = (await readPicture(image, transfer.signal)) as Blob;
    return { uploadId: await upload(this, read, { taskId }, transfer) };
  }

  /** Prepares a download of tasks, and returns the response when it begins. Its `body` is the file. */
  export(what: Export): ReturnType<typeof exportTasks> {
    return exportTasks(this, what);
  }
}
