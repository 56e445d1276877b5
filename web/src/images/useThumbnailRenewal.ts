import { useApolloClient } from "@apollo/client/react";
import { useCallback, useContext } from "react";
import { Renewal } from "./Renewal";
import { TaskThumbnailsDocument } from "./TaskThumbnails.generated";

/** Returns a function that reads new addresses of a task's thumbnails when they have expired. */
export function useThumbnailRenewal(id: string): () => void {
  const client = useApolloClient();
  const renew = useContext(Renewal);
  return useCallback(() => {
    if (renew) return renew(id);
    client
      .query({ query: TaskThumbnailsDocument, variables: { id }, fetchPolicy: "network-only" })
      .catch(() => undefined);
  }, [client, renew, id]);
}
