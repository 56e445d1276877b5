import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { TaskListDocument } from "../list/TaskList.generated";
import type { TaskType } from "../schema.generated";
import { TaskHistoryService } from "../service/taskHistory";
import { currentToken } from "../session/session";
import { drawSamplePicture } from "./samplePicture";

export interface NewTaskValues {
  prompt: string;
  taskType: TaskType;
  aspectRatio: string;
  modelVersion: string;
  originalImage?: File | undefined;
  /** Whether the page itself plays the model. */
  withSample: boolean;
}

export type Progress = { stage: "recording" | "generating" } | { stage: "uploading"; sent: number };

const service = new TaskHistoryService({ token: currentToken });

/** Records a task as a product would, and tells how far it has come. */
export function useRecordTask() {
  const client = useApolloClient();
  const [progress, setProgress] = useState<Progress | null>(null);

  async function record(values: NewTaskValues, signal: AbortSignal): Promise<void> {
    const { originalImage, withSample, ...task } = values;
    const onProgress = (sent: number) => setProgress({ stage: "uploading", sent });
    const onRecorded = () => {
      client.refetchQueries({ include: [TaskListDocument] });
      if (originalImage) onProgress(0);
    };
    setProgress({ stage: "recording" });
    try {
      if (withSample) {
        await service.recordImageGeneration({
          task,
          ...(originalImage && { originalImage }),
          signal,
          onProgress,
          onRecorded,
          generate: async ({ prompt }) => {
            setProgress({ stage: "generating" });
            await pause(1500, signal);
            const image = await drawSamplePicture(prompt, task.aspectRatio);
            return { image, tokensUsed: 100 + prompt.length, creditsDeducted: 1 };
          },
        });
      } else {
        const { id } = await service.createTask(task, signal);
        onRecorded();
        if (originalImage) await service.uploadOriginalImage(id, originalImage, { signal, onProgress });
      }
    } finally {
      setProgress(null);
    }
  }

  return { record, progress };
}

/** Long enough for the states in between to be seen. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
