import { useApolloClient } from "@apollo/client/react";
import { useCallback } from "react";
import { TaskThumbnailsDocument } from "./TaskThumbnails.generated";

/**
 * Returns a function that asks for new addresses of a task's thumbnails, for when the present ones no longer
 * work.
 */
export function useThumbnailRenewal(id: string): () => void {
  const client = useApolloClient();
  return useCallback(() => {
    client
      .query({ query: TaskThumbnailsDocument, variables: { id }, fetchPolicy: "network-only" })
      .catch(() => undefined);
  }, [client, id]);
}
