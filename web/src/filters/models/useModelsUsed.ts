import { skipToken, useQuery } from "@apollo/client/react";
import { addDays, dateIn } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { otherModels } from "../../tasks/choices";
import { useReadOnly } from "../../tasks/readOnly";
import { ModelsUsedDocument } from "./ModelsUsed.generated";

/** The most days of usage that can be asked for at once. */
const maxUsageDays = 400;

/**
 * The models of the reader's tasks with their numbers of tasks, the most used first. Those are `missing` that are still
 * read, or could not be.
 */
export function useModelsUsed() {
  const readOnly = useReadOnly();
  const timeZone = useTimeZone();
  const tomorrow = timeZone && addDays(dateIn(timeZone), 1);
  const { data, error, refetch } = useQuery(
    ModelsUsedDocument,
    // Of another user, whose tasks are only shown, the page cannot read usage.
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
