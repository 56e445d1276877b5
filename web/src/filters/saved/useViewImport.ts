import { useApolloClient } from "@apollo/client/react";
import { useEffect } from "react";
import { useSession } from "../../session/session";

/** Imports into the server the views that an earlier version of the page stored in this browser. */
export function useViewImport(): void {
  const client = useApolloClient();
  const { user } = useSession();
  useEffect(() => {
    if (!user || !localStorage.getItem(`task-record.views.${user}`)) return;
    // A failure is retried when the page is opened next.
    import("./importViews").then(({ importViews }) => importViews(client, user)).catch(() => undefined);
  }, [client, user]);
}
