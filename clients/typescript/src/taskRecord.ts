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
import type { Made, Recording, Task, Unsent, Used } from "./recording/recording.ts";
import type { ImageInput } from "./schema.generated.ts";

export interface TaskRecordOptions extends ConnectionOptions {
  /** Called with what could not be recorded though the generation went on; `console.error` if omitted. */
  onError?: OnError;
}

/**
 * A client of Task Record. What may work a little later is sent again, for `patience` milliseconds; a refusal is thrown
 * as `Refused`, anything else that the server did not do as `TaskRecordError`.
 */
export class TaskRecord extends Connection {
  readonly #recorder: Recorder;

  constructor(options: TaskRecordOptions) {
    super(options);
    const log: OnError = (error, taskId) => console.error(`Task ${taskId} is not recorded:`, error);
    this.#recorder = new Recorder(this, options.onError ?? log);
  }

  /**
   * Records a task, generates its images, and completes it with them; what `generate` throws fails it, and is thrown
   * again. A generation never fails for its record, unless it is `strict` or has `maxCredits`: what could not be sent
   * waits in memory, and an `Unsent` is returned. With a `key`, a task that is completed already is returned at once.
   */
  record(given: Recording & { strict: true }, generate: Generate): Promise<Task>;
  record(given: Recording, generate: Generate): Promise<Task | Unsent>;
  record(given: Recording, generate: Generate): Promise<Task | Unsent> {
    return this.#recorder.record(given, generate);
  }

  /** Waits until all that could not be sent is sent, for so many milliseconds at most, and returns whether it is. */
  flush(milliseconds = 5000): Promise<boolean> {
    return this.#recorder.outbox.flush(milliseconds);
  }

  /**
   * Records tasks that were made before, up to 100 at a time, and returns what became of each. Rows with a `key` may be
   * given again.
   */
  recordMany(rows: Iterable<Row> | AsyncIterable<Row>): Promise<RecordedRow[]> {
    return recordMany(this, rows, (row) => this.#recorder.idOf(row));
  }

  /** Records a task whose generation begins later. */
  async create(given: Recording): Promise<Task> {
    return create(this, await this.#recorder.idOf(given), given, false);
  }

  /** Records a task whose generation begins now and ends later, in this process or in another one. */
  async begin(given: Recording): Promise<Task> {
    return create(this, await this.#recorder.idOf(given), given, true);
  }

  /** Ends a task with its images. Without any, it fails. */
  complete(id: string, made: Made, transfer: Transfer = {}): Promise<Task> {
    return complete(this, id, made, transfer);
  }

  /** Ends a task that has failed: with a reason for the user, and a code for programs, such as `content_policy`. */
  fail(id: string, reason: { message: string; code?: string } & Used): Promise<Task> {
    return fail(this, id, reason.message, reason.code, reason);
  }

  /** Gives up a task that has not ended. */
  cancel(id: string): Promise<Task> {
    return cancel(this, id);
  }

  /** Deletes a task and its images. What it used stays in the totals. */
  delete(id: string): Promise<void> {
    return remove(this, id);
  }

  /** The task of this id; null if there is none. */
  async task(id: string): Promise<Task | null> {
    return (await this.request(TaskDocument, { id })).task;
  }

  /** All tasks of the caller, or with the role `SERVICE` of a user, newest first unless `orderBy` says so. */
  tasks(listing: Listing = {}): AsyncGenerator<Task, void> {
    return tasks(this, listing);
  }

  /** Follows changes to tasks as they happen, also past a lost connection and an expired token. Returns what ends it. */
  follow(following: Following): () => void {
    return follow(this, following);
  }

  /**
   * Sends an image straight to storage, for a task that may have ended. Within 24 hours, what is returned may be given
   * as an image of any task of the same user.
   */
  async upload(
    taskId: string,
    image: Exclude<Picture, ImageInput>,
    transfer: Transfer = {},
  ): Promise<ImageInput> {
    const read = (await readPicture(image, transfer.signal)) as Blob;
    return { uploadId: await upload(this, read, { taskId }, transfer) };
  }

  /** Prepares a download of tasks, and returns the response as it begins; its `body` is the file. */
  export(what: Export): ReturnType<typeof exportTasks> {
    return exportTasks(this, what);
  }
}
