import { useQuery } from "@apollo/client/react";
import type { TaskFilter } from "../schema.generated";
import { TaskCountDocument } from "./TaskCount.generated";

/** How many tasks match. This is asked apart from the list, which should not wait for the count. */
export function useTaskCount(where: TaskFilter) {
  const { data } = useQuery(TaskCountDocument, { variables: { where }, fetchPolicy: "cache-and-network" });
  return data?.tasks.totalCount;
}
