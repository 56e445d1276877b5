import { useApolloClient } from "@apollo/client/react";
import { useErrorText } from "../connection/useErrorText";
import { useNotify } from "../ui/Notifications";
import { useDownload } from "./Downloads";

/** Returns a function that downloads a task's picture, or all of them as one ZIP. */
export function useDownloadTask(): (id: string) => Promise<void> {
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  const download = useDownload();
  return async (id) => {
    try {
      const { downloadOnly } = await import("./downloadOnly");
      if (!(await downloadOnly(client, id))) download([id]);
    } catch (error) {
      notify(errorText(error), "error");
    }
  };
}
