import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import { exactValue } from "../connection/exactNumbers";
import { TaskListDocument } from "../list/TaskList.generated";
import { TaskHistoryService } from "../service/taskHistory";
import { currentToken } from "../session/session";
import { ways } from "../tasks/newTaskPath";
import { drawSamplePicture } from "./samplePicture";
import type { Draft, Origin } from "./useDraft";

export type Progress =
  | { stage: "recording" | "generating" | "cancelling" }
  | { stage: "uploading"; sent: number };

const service = new TaskHistoryService({ token: currentToken });

/** Records a task as a product would, and says how far it is. `record` returns the task's id. */
export function useRecordTask() {
  const client = useApolloClient();
  const [progress, setProgress] = useState<Progress | null>(null);

  async function record(draft: Draft, originalImage: File | undefined, signal: AbortSignal): Promise<string> {
    const { prompt, taskType, aspectRatio, modelVersion, parameters, imageCount, from } = draft;
    // Storage copies a picture of another task, so it need not be uploaded.
    const edited = from?.way === "edit" && !originalImage ? from : undefined;
    const onProgress = (sent: number) => setProgress({ stage: "uploading", sent });
    const refreshList = () => client.refetchQueries({ include: [TaskListDocument] });
    const recording = {
      task: {
        prompt: prompt.trim(),
        taskType,
        ...(aspectRatio && { aspectRatio }),
        ...(modelVersion.trim() && { modelVersion: modelVersion.trim() }),
        ...(parameters !== undefined && { parameters: exactValue(parameters) }),
        ...(imageCount && { imageCount }),
        ...(from && { sources: [sourceOf(from)] }),
        ...(edited && { originalImage: { taskImage: { taskId: edited.id, index: edited.image } } }),
      },
      originalImage,
      signal,
      onProgress,
      onRecorded() {
        refreshList();
        if (originalImage) onProgress(0);
      },
    };
    const cancel = () => setProgress({ stage: "cancelling" });
    signal.addEventListener("abort", cancel);
    setProgress({ stage: "recording" });
    try {
      if (!draft.withSample) return (await service.recordTask(recording)).id;
      const { id } = await service.recordImageGeneration({
        ...recording,
        async generate({ prompt }) {
          setProgress({ stage: "generating" });
          await pause(1500, signal);
          const image = await drawSamplePicture(prompt, aspectRatio || "1:1");
          return { image, tokensUsed: 100 + prompt.length, creditsDeducted: 1 };
        },
      });
      return id;
    } catch (error) {
      // The server has deleted the task that was cancelled or refused.
      refreshList();
      throw error;
    } finally {
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
