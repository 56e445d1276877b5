import { useApolloClient } from "@apollo/client/react";
import { useErrorText } from "../connection/useErrorText";
import { useNotify } from "../ui/Notifications";

/** Returns a function that stars or unstars up to 100 tasks, and shows an error as a notice. */
export function useStar(): (ids: string[], starred: boolean) => Promise<void> {
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();
  return async (ids, starred) => {
    try {
      await (await import("./starTasks")).starTasks(client, ids, starred);
    } catch (error) {
      notify(errorText(error), "error");
    }
  };
}
