import type { Connection } from "../access/connection.ts";
import { pauseMs, wait } from "../access/pause.ts";
import { ExportTasksDocument } from "../api.generated.ts";
import { accepted, TaskRecordError } from "../errors.ts";
import type { ExportFormat, TaskFilter } from "../schema.generated.ts";

export interface Export {
  format: ExportFormat;
  /** A month in UTC, such as `2026-11`; all tasks if omitted. */
  month?: string | undefined;
  where?: TaskFilter | undefined;
  /** The owner of the tasks, for administrators; the caller if omitted. */
  user?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Prepares a download of tasks, and returns the response when it begins. Its body fails if the server cannot finish it,
 * so a body that was read to its end is complete.
 */
export async function exportTasks(connection: Connection, { format, month, where, user, signal }: Export) {
  const createdAt = month === undefined ? where?.createdAt : timeOf(month);
  const input = { format, where: { ...where, createdAt }, userId: user };
  const until = performance.now() + connection.patience;
  for (let attempts = 1; ; attempts += 1) {
    const prepared = await connection.request(ExportTasksDocument, { input }, { signal, isRepeatable: true });
    const { url } = accepted(prepared.exportTasks, prepared.exportTasks?.export);
    const response = await fetch(url, { signal: signal ?? null });
    if (response.ok && response.body) return response as Response & { body: ReadableStream<Uint8Array> };
    const isTemporary = response.status === 429 || response.status === 503;
    const pause = pauseMs(attempts);
    if (!isTemporary || performance.now() + pause > until) {
      const code = isTemporary ? "UNAVAILABLE" : "UNEXPECTED_ANSWER";
      throw new TaskRecordError(code, `The export answered ${response.status}.`);
    }
    await wait(pause, signal);
  }
}

/** Returns the time of a month in UTC. */
function timeOf(month: string): { gte: string; lt: string } {
  const gte = new Date(`${month}-01T00:00:00Z`);
  if (!/^\d{4}-\d\d$/.test(month) || Number.isNaN(gte.getTime()))
    throw new RangeError(`A month must have the form 2026-11, not ${month}.`);
  const lt = new Date(Date.UTC(gte.getUTCFullYear(), gte.getUTCMonth() + 1));
  return { gte: gte.toISOString(), lt: lt.toISOString() };
}
