import { useQuery } from "@apollo/client/react";
import type { TaskFilter } from "../schema.generated";
import { TaskCountDocument } from "./TaskCount.generated";

/** How many tasks match, apart from the list: counting must not hold up reading. */
export function useTaskCount(where: TaskFilter) {
  const { data } = useQuery(TaskCountDocument, { variables: { where }, fetchPolicy: "cache-and-network" });
  return data?.tasks.totalCount;
}
