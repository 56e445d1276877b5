import { useApolloClient } from "@apollo/client/react";
import { useErrorText } from "../connection/useErrorText";
import { useNotify } from "../ui/Notifications";

/** Returns a function that stars tasks, up to 100, or takes their stars away, and says if that cannot be done. */
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
