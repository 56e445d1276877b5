import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../i18n/Translation";
import type { TaskFilter } from "../schema.generated";
import { TaskCountDocument } from "./TaskCount.generated";
import styles from "./TaskList.module.css";

/** How many tasks match, apart from the list: counting must not hold up reading. */
export function useTaskCount(where: TaskFilter) {
  const { data } = useQuery(TaskCountDocument, { variables: { where }, fetchPolicy: "cache-and-network" });
  return data?.tasks.totalCount;
}

export function TaskCount({ total }: { total: ReturnType<typeof useTaskCount> }) {
  const { translate, format } = useTranslation();
  return (
    <p className={styles.count} role="status">
      {total &&
        translate(total.precision === "EXACT" ? "list.matching" : "list.matchingAtLeast", {
          count: format.number(total.value),
        })}
    </p>
  );
}
