import { useApolloClient } from "@apollo/client/react";
import { useEffect } from "react";
import { useSession } from "../../session/session";

/** Has the server keep the views that an earlier version of the page has kept in this browser. */
export function useBringingViews(): void {
  const client = useApolloClient();
  const { user } = useSession();
  useEffect(() => {
    if (!user || !localStorage.getItem(`task-record.views.${user}`)) return;
    // What fails now is tried again when the page is opened next.
    import("./bringViews").then(({ bringViews }) => bringViews(client, user)).catch(() => undefined);
  }, [client, user]);
}
