import { errorOf, type TaskRecordError } from "@task-record/client";
import { onDisk } from "../download/onDisk";

const newlineByte = 10;
/** Milliseconds between two reports of progress. */
const reportMs = 100;

/** Fetches the export as a file, and reports the bytes and lines so far. Throws if it is truncated. */
export async function fetchExport(
  path: string,
  signal: AbortSignal,
  onProgress: (bytes: number, lines: number) => void,
): Promise<Blob> {
  const response = await fetch(path, { signal });
  if (!response.ok || !response.body) throw await refusal(response);
  let [bytes, lines, reportedAt] = [0, 0, 0];
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(newlineByte); at >= 0; at = chunk.indexOf(newlineByte, at + 1)) lines += 1;
      if (performance.now() - reportedAt > reportMs) {
        reportedAt = performance.now();
        onProgress(bytes, lines);
      }
      controller.enqueue(chunk);
    },
  });
  return onDisk(response.body.pipeThrough(counting), signal);
}

/** Leaves the download to the browser if the file is too large or this page cannot save to disk. Returns whether it did. */
export function leaveToBrowser(path: string, isTooLarge: boolean): boolean {
  const canSave = "FileSystemFileHandle" in globalThis && "createWritable" in FileSystemFileHandle.prototype;
  if (!isTooLarge && canSave) return false;
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
  return true;
}

async function refusal(response: Response): Promise<TaskRecordError> {
  const { errors } = await response.json();
  return errorOf(errors[0]);
}
