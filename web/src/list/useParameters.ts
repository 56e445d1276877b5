import { skipToken, useQuery } from "@apollo/client/react";
import { useColumns } from "../tasks/columns";
import { TaskParametersDocument } from "../tasks/TaskParameters.generated";

/** The maximum number of ids in one request. */
const idsPerRequest = 100;

/** Reads the parameters of the visible tasks, if the list has a column for them. */
export function useParameters(ids: string[]): void {
  const [columns] = useColumns();
  const needed = columns.includes("parameters") && ids.length > 0;
  useQuery(TaskParametersDocument, needed ? { variables: { ids: ids.slice(0, idsPerRequest) } } : skipToken);
}
