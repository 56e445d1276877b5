import { useQuery } from "@apollo/client/react";
import { useFilters } from "../filters/filters";
import { TaskListDocument } from "../tasks/TaskList.generated";

/** The tasks before and after this one in the list, as far as it is loaded. */
export function useNeighbours(id: string): { previous: string | undefined; next: string | undefined } {
  const { where } = useFilters();
  const { data } = useQuery(TaskListDocument, { variables: { where }, fetchPolicy: "cache-only" });
  const ids = data?.tasks.edges.map(({ node }) => node.id) ?? [];
  const place = ids.indexOf(id);
  return place === -1
    ? { previous: undefined, next: undefined }
    : { previous: ids[place - 1], next: ids[place + 1] };
}
