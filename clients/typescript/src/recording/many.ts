import type { Connection } from "../access/connection.ts";
import { RecordTasksDocument } from "../api.generated.ts";
import { accepted, Refused, type TaskRecordError } from "../errors.ts";
import { base64, type Picture, readPicture } from "../images/picture.ts";
import { upload, withOneMutation, withTheMutation } from "../images/upload.ts";
import type { ImageInput, OutcomeInput, RecordedTaskInput } from "../schema.generated.ts";
import { creationOf, failureOf, mostImages, type Recording, type Used, usedOf } from "./recording.ts";

/** A task that ended before: the options of `record`, and its result. */
export interface Row extends Omit<Recording, "strict" | "signal" | "onProgress">, Used {
  /** Omitted for a task that has not ended. */
  status?: "COMPLETED" | "FAILED" | "CANCELED" | undefined;
  /** Its images; empty if they no longer exist. */
  results?: readonly Picture[] | undefined;
  error?: string | undefined;
  failureCode?: string | undefined;
  /** When the task was created, started and ended. These times need the role `SERVICE`. */
  createdAt?: Date | undefined;
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
}

/** The result of a row. `error` is null if it is recorded. */
export interface RecordedRow {
  taskId: string;
  error: TaskRecordError | null;
}

/** A row as the mutation takes it, and the bytes of its images that are sent with it. */
interface Entry {
  id: string;
  input: RecordedTaskInput;
  carried: number;
}

/** Tasks of a mutation, the most that the server accepts. */
const batchSize = 100;

/** Records rows, up to 100 at a time, and returns the result of each. Throws if the server does not respond. */
export async function recordMany(
  connection: Connection,
  rows: Iterable<Row> | AsyncIterable<Row>,
  idOf: (row: Row) => Promise<string>,
): Promise<RecordedRow[]> {
  const recorded: RecordedRow[] = [];
  let batch: Entry[] = [];
  for await (const row of rows) {
    const entry = await entryOf(connection, await idOf(row), row);
    const carried = batch.reduce((sum, one) => sum + one.carried, entry.carried);
    if (batch.length === batchSize || carried > withOneMutation) {
      recorded.push(...(await sent(connection, batch)));
      batch = [];
    }
    batch.push(entry);
  }
  if (batch.length > 0) recorded.push(...(await sent(connection, batch)));
  return recorded;
}

async function sent(connection: Connection, batch: Entry[]): Promise<RecordedRow[]> {
  const input = { tasks: batch.map((one) => one.input) };
  const { recordTasks } = await connection.request(RecordTasksDocument, { input }, { isRepeatable: true });
  const results = accepted(recordTasks, recordTasks?.results);
  return batch.map(({ id }, place) => {
    const [error] = results[place]?.errors ?? [];
    return { taskId: id, error: error ? new Refused(error) : null };
  });
}

async function entryOf(connection: Connection, id: string, row: Row): Promise<Entry> {
  const images = [
    ...(row.original === undefined ? [] : [row.original]),
    ...(row.results ?? []).slice(0, mostImages),
  ];
  const inputs: ImageInput[] = [];
  let carried = 0;
  for (const given of images) {
    const image = await readPicture(given);
    if (!(image instanceof Blob)) inputs.push(image);
    else if (image.size > withTheMutation)
      inputs.push({ uploadId: await upload(connection, image, { userId: row.user }, {}) });
    else {
      carried += image.size;
      // As a data URL, since a mutation accepts at most 16 files.
      inputs.push({ dataUrl: `data:${image.type};base64,${await base64(image)}` });
    }
  }
  const original = row.original === undefined ? [] : inputs.splice(0, 1);
  const task = {
    ...creationOf(id, row),
    ...(original[0] && { originalImage: original[0] }),
    createdAt: row.createdAt?.toISOString(),
  };
  const times = { startedAt: row.startedAt?.toISOString(), endedAt: row.endedAt?.toISOString() };
  return { id, input: { task, ...times, ...(row.status && { outcome: outcomeOf(row, inputs) }) }, carried };
}

function outcomeOf(row: Row, [image, ...moreImages]: ImageInput[]): OutcomeInput {
  const used = usedOf(row);
  if (row.status === "CANCELED") return { canceled: used };
  const creditsDeducted = row.credits;
  if (row.status === "FAILED") {
    const failure = failureOf(row.error ?? "", row.failureCode);
    return { failed: { ...failure, ...used, ...(creditsDeducted !== undefined && { creditsDeducted }) } };
  }
  return { completed: { ...used, creditsDeducted, ...(image && { image, moreImages }) } };
}
