import { useApolloClient } from "@apollo/client/react";
import { useCallback } from "react";
import { TaskThumbnailsDocument } from "./TaskThumbnails.generated";

/** Asks for new addresses of a task's thumbnails when those at hand work no more. */
export function useThumbnailRenewal(id: string): () => void {
  const client = useApolloClient();
  return useCallback(() => {
    client
      .query({ query: TaskThumbnailsDocument, variables: { id }, fetchPolicy: "network-only" })
      .catch(() => undefined);
  }, [client, id]);
}
