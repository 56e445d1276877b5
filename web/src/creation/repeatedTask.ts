import type { ApolloClient } from "@apollo/client";
import { fetchImage } from "../images/fetchImage";
import { endingOf } from "../ui/saveFile";
import { TaskToRepeatDocument } from "./TaskToRepeat.generated";
import type { Draft } from "./useDraft";

/** The draft that repeats a task, and its original image; null if the task is gone. */
export async function repeatedTask(
  client: ApolloClient,
  id: string,
): Promise<{ draft: Omit<Draft, "withSample">; image: File | undefined } | null> {
  const { data } = await client.query({ query: TaskToRepeatDocument, variables: { id } });
  if (!data?.task?.prompt) return null;
  const { originalImage, aspectRatio, modelVersion, ...task } = data.task;
  return {
    draft: {
      ...task,
      aspectRatio: aspectRatio ?? "",
      modelVersion: modelVersion ?? "",
      images: [],
      from: { id, way: "again", image: 0 },
    },
    image: originalImage ? await originalFile(originalImage.fullUrl) : undefined,
  };
}

/** The original image of a task, as a file. */
export async function originalFile(url: string): Promise<File> {
  const image = await fetchImage(url);
  return new File([image], `original.${endingOf(image)}`, { type: image.type });
}
