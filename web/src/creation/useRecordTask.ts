import { useApolloClient } from "@apollo/client/react";
import { TaskRecord } from "@task-record/client";
import { useState } from "react";
import { exactValue } from "../connection/exactNumbers";
import { TaskListDocument } from "../list/TaskList.generated";
import { currentToken } from "../session/session";
import { ways } from "../tasks/newTaskPath";
import { loadSamplePicture } from "./samplePicture";
import type { Draft, Origin } from "./useDraft";

export type Progress =
  | { stage: "recording" | "generating" | "cancelling" }
  | { stage: "uploading"; sent: number };

const tr = new TaskRecord({ token: currentToken });

/** Records a task as a product would, and says how far it is. `record` returns the task's id. */
export function useRecordTask() {
  const client = useApolloClient();
  const [progress, setProgress] = useState<Progress | null>(null);

  async function record(draft: Draft, originalImage: File | undefined, signal: AbortSignal): Promise<string> {
    const { prompt, taskType, aspectRatio, modelVersion, parameters, imageCount, from } = draft;
    // Storage copies a picture of another task, so it need not be uploaded.
    const copied = from?.way === "edit" ? { taskImage: { taskId: from.id, index: from.image } } : undefined;
    const id = crypto.randomUUID();
    const refreshList = () => client.refetchQueries({ include: [TaskListDocument] });
    const recording = {
      id,
      prompt: prompt.trim(),
      taskType,
      aspectRatio: aspectRatio || undefined,
      model: modelVersion.trim() || undefined,
      parameters: parameters === undefined ? undefined : exactValue(parameters),
      images: imageCount || undefined,
      sources: from && [sourceOf(from)],
      original: originalImage ?? copied,
      strict: true,
      signal,
      onProgress: (sent: number, size: number) => setProgress({ stage: "uploading", sent: sent / size }),
    } as const;
    const cancel = () => setProgress({ stage: "cancelling" });
    signal.addEventListener("abort", cancel);
    setProgress({ stage: "recording" });
    try {
      if (!draft.withSample) await tr.create(recording);
      else
        await tr.record(recording, async ({ prompt }) => {
          refreshList();
          setProgress({ stage: "generating" });
          await pause(1500, signal);
          const image = await loadSamplePicture(prompt, aspectRatio);
          return { images: [image], tokens: 100 + prompt.length, credits: 1 };
        });
      signal.throwIfAborted();
      return id;
    } catch (error) {
      // A canceled task leaves nothing, whether it was recorded or not.
      if (signal.aborted) await tr.delete(id).catch(() => undefined);
      throw error;
    } finally {
      refreshList();
      signal.removeEventListener("abort", cancel);
      setProgress(null);
    }
  }

  return { record, progress };
}

function sourceOf({ id, way, image }: Origin) {
  return { taskId: id, relation: ways[way], ...(way === "edit" && { imageIndex: image }) };
}

/** Waits long enough for the reader to see each state of the task. */
function pause(milliseconds: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
