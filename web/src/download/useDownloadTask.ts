import { useApolloClient } from "@apollo/client/react";
import { useErrorText } from "../connection/useErrorText";
import { downloadImage } from "../images/downloadImage";
import { useNotify } from "../ui/Notifications";
import { useDownload } from "./Downloads";
import { createPictureNames } from "./pictureNames";
import { TasksToDownloadDocument } from "./TasksToDownload.generated";

/** Returns a function that downloads the picture of a task, or as one ZIP if it has several. */
export function useDownloadTask(): (id: string) => Promise<void> {
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const download = useDownload();
  return async (id) => {
    try {
      const { data } = await client.query({
        query: TasksToDownloadDocument,
        variables: { ids: [id] },
        fetchPolicy: "no-cache",
      });
      const [task] = data?.nodes ?? [];
      if (task?.__typename !== "TaskRecord") return;
      const [image, ...others] = task.images;
      if (!image || others.length > 0) return download([id]);
      await downloadImage(image.fullUrl, createPictureNames()(task.createdAt, task.prompt));
    } catch (error) {
      notify(errorText(error), "error");
    }
  };
}
