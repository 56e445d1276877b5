import type { ApolloClient } from "@apollo/client";
import { downloadImage } from "../images/downloadImage";
import { createPictureNames } from "./pictureNames";
import { pictureUrls } from "./pictureUrls";
import { TasksToDownloadDocument } from "./TasksToDownload.generated";

/** Downloads a task's only picture. Returns false if the task has several or none, and true if the task is gone. */
export async function downloadOnly(client: ApolloClient, id: string): Promise<boolean> {
  const { data } = await client.query({
    query: TasksToDownloadDocument,
    variables: { ids: [id] },
    fetchPolicy: "no-cache",
  });
  const [task] = data?.nodes ?? [];
  if (task?.__typename !== "TaskRecord") return true;
  const [image, ...others] = task.images;
  if (!image || others.length > 0) return false;
  const [url = image.fullUrl] = await pictureUrls(client, id, [image.fullUrl]);
  await downloadImage(url, createPictureNames()(task.createdAt, task.prompt));
  return true;
}
