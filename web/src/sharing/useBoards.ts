import { useQuery } from "@apollo/client/react";
import { useEffect } from "react";
import { BoardsDocument } from "./Boards.generated";
import { rememberBoards } from "./boardsKnown";

/** The reader's boards, the most recently changed first, page by page. */
export function useBoards() {
  const { data, error, loading, refetch, fetchMore } = useQuery(BoardsDocument, {
    fetchPolicy: "cache-and-network",
  });
  const connection = data?.boards;
  const count = connection?.nodes.length;
  useEffect(() => {
    // While loading or after an error, the cache may be older than the remembered value.
    if (count !== undefined && !loading && !error) rememberBoards(count > 0);
  }, [count, loading, error]);
  return {
    boards: connection?.nodes,
    error,
    loading,
    refetch,
    hasNextPage: connection?.pageInfo.hasNextPage ?? false,
    more: () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } }),
  };
}
