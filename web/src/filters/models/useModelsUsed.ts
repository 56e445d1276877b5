import { skipToken, useQuery } from "@apollo/client/react";
import { addDays, dateIn } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { otherModels } from "../../tasks/choices";
import { useReadOnly } from "../../tasks/readOnly";
import { ModelsUsedDocument } from "./ModelsUsed.generated";

/** The maximum number of days of usage in one request. */
const maxUsageDays = 400;

/**
 * The models of the reader's tasks with their numbers of tasks, the most used first. `missing` means that they are
 * loading or could not be loaded.
 */
export function useModelsUsed() {
  const readOnly = useReadOnly();
  const timeZone = useTimeZone();
  const tomorrow = timeZone && addDays(dateIn(timeZone), 1);
  const { data, error, refetch } = useQuery(
    ModelsUsedDocument,
    // Read-only tasks are another user's, whose usage the page cannot read.
    tomorrow && !readOnly
      ? {
          variables: { from: addDays(tomorrow, -maxUsageDays), to: tomorrow },
          fetchPolicy: "cache-and-network",
        }
      : skipToken,
  );
  const models = new Map(
    data?.usage.flatMap(({ modelVersion, totalTasks }) =>
      modelVersion === null || modelVersion === otherModels ? [] : [[modelVersion, totalTasks] as const],
    ),
  );
  return { models, missing: !data && !readOnly, error, refetch };
}
