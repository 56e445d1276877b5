import type { Connection } from "../access/connection.ts";
import { RecordTasksDocument } from "../api.generated.ts";
import { accepted, knownError, Refused, TaskRecordError } from "../errors.ts";
import { base64, type Picture, readPicture } from "../images/picture.ts";
import { isOfImage, upload, withOneMutation, withTheMutation } from "../images/upload.ts";
import type { ImageInput, OutcomeInput, RecordedTaskInput } from "../schema.generated.ts";
import type { Recorder } from "./recorder.ts";
import { creationOf, failureOf, mostImages, type Recording, textOf, type Used, usedOf } from "./recording.ts";
import { expressible, type LeaveOut, removeRefused, type Values } from "./values.ts";

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
  leaveOut: LeaveOut;
  /** Undefined until the row is recorded or refused. */
  error?: TaskRecordError | null;
}

/** Tasks of a mutation, the most that the server accepts. */
const batchSize = 100;
/** The position of a row's number in the path of an input field: `["input", "tasks", "3", …]`. */
const placeInPath = 2;

/** Records rows, up to 100 at a time, and returns the result of each. Throws if the server does not respond. */
export async function recordMany(
  connection: Connection,
  rows: Iterable<Row> | AsyncIterable<Row>,
  recorder: Recorder,
): Promise<RecordedRow[]> {
  const recorded: RecordedRow[] = [];
  let batch: Entry[] = [];
  const send = async () => {
    const waiting = () => batch.filter(({ error }) => error === undefined);
    while (waiting().length > 0) await sendOnce(connection, waiting());
    recorded.push(...batch.map(({ id, error = null }) => ({ taskId: id, error })));
    batch = [];
  };
  for await (const row of rows) {
    const id = await recorder.idOf(row);
    const entry: Entry = {
      id,
      input: { task: { prompt: "" } },
      carried: 0,
      leaveOut: recorder.leavingOut(id),
    };
    try {
      Object.assign(entry, await read(connection, entry, row));
    } catch (error) {
      fail(entry, knownError(error));
    }
    const carried = batch.reduce((sum, one) => sum + one.carried, entry.carried);
    if (batch.length === batchSize || carried > withOneMutation) await send();
    batch.push(entry);
  }
  await send();
  return recorded;
}

/** Sends rows. Those that are refused for a value are then without it, and have no result yet. */
async function sendOnce(connection: Connection, rows: readonly Entry[]): Promise<void> {
  const input = { tasks: rows.map((one) => one.input) };
  try {
    const { recordTasks } = await connection.request(RecordTasksDocument, { input }, { isRepeatable: true });
    const results = accepted(recordTasks, recordTasks?.results);
    for (const [place, row] of rows.entries()) {
      const errors = results[place]?.errors ?? [];
      if (errors[0]) refuse(row, new Refused(errors[0], errors));
      else row.error = null;
    }
  } catch (error) {
    if (!(error instanceof TaskRecordError) || error.code !== "BAD_USER_INPUT") throw error;
    // Nothing was executed.
    const named = rows.map((_, place) => error.fields.filter((path) => path[placeInPath] === String(place)));
    if (named.flat().length === 0 && rows.length > 1) {
      const half = Math.ceil(rows.length / 2);
      await sendOnce(connection, rows.slice(0, half));
      return sendOnce(connection, rows.slice(half));
    }
    for (const [place, row] of rows.entries()) {
      const fields = named[place] ?? [];
      if (fields.length > 0 || rows.length === 1)
        refuse(row, new TaskRecordError(error.code, error.message, { fields, cause: error }));
    }
  }
}

function refuse(row: Entry, error: TaskRecordError): void {
  const { outcome = {}, task } = row.input;
  const inputs = [task, ...Object.values(outcome ?? {}), row.input] as Values[];
  if (!removeRefused(inputs, error, row.leaveOut)) fail(row, error);
}

function fail(row: Entry, error: TaskRecordError): void {
  row.error = error;
  row.leaveOut({}, error);
}

/** Reads the row, whose images may first be uploaded. */
async function read(
  connection: Connection,
  entry: Entry,
  row: Row,
): Promise<Pick<Entry, "input" | "carried">> {
  const { id, leaveOut } = entry;
  let carried = 0;
  const imageInput = async (given: Picture, name: string): Promise<ImageInput | undefined> => {
    try {
      const image = await readPicture(given);
      if (!(image instanceof Blob)) return image;
      if (image.size > withTheMutation)
        return { uploadId: await upload(connection, image, { userId: row.user }, {}) };
      carried += image.size;
      // As a data URL, since a mutation accepts at most 16 files.
      return { dataUrl: `data:${image.type};base64,${await base64(image)}` };
    } catch (error) {
      if (!isOfImage(error)) throw error;
      leaveOut({ [name]: given }, error);
      return undefined;
    }
  };
  const originalImage = row.original !== undefined && (await imageInput(row.original, "originalImage"));
  const results: ImageInput[] = [];
  for (const [place, given] of (row.results ?? []).slice(0, mostImages).entries()) {
    const image = await imageInput(given, `images.${place}`);
    if (image) results.push(image);
  }
  const times = { startedAt: textOf(row.startedAt), endedAt: textOf(row.endedAt) };
  const input: RecordedTaskInput = {
    task: expressible({ ...creationOf(id, row), createdAt: textOf(row.createdAt) }, leaveOut),
    ...expressible(times, leaveOut),
    ...(row.status && { outcome: outcomeOf(row, leaveOut) }),
  };
  const [image, ...moreImages] = results;
  if (originalImage) input.task.originalImage = originalImage;
  if (image && input.outcome?.completed) Object.assign(input.outcome.completed, { image, moreImages });
  return { input, carried };
}

function outcomeOf(row: Row, leaveOut: LeaveOut): OutcomeInput {
  const used = expressible(usedOf(row), leaveOut);
  if (row.status === "CANCELED") return { canceled: used };
  const creditsDeducted = row.credits;
  if (row.status === "FAILED") {
    const failure = expressible(failureOf(row.error ?? "", row.failureCode), leaveOut);
    return { failed: { ...failure, ...used, ...(creditsDeducted !== undefined && { creditsDeducted }) } };
  }
  return { completed: { ...used, creditsDeducted } };
}
