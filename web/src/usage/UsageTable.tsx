import { useTranslation } from "../i18n/Translation";
import styles from "./UsageTable.module.css";

interface Group {
  name: string;
  totalTasks: number;
  successfulTasks: number;
  failedTasks: number;
  tokensUsed: number;
  creditsDeducted: number;
  median: number | null;
  slow: number | null;
  /** Shows the tasks of the group; undefined if no filter finds them. */
  onPress: (() => void) | undefined;
}

/**
 * A table with a row for each group. The bars of each column have a scale of their own, from 0 to its largest
 * number; those of tasks are stacked.
 */
export function UsageTable({ caption, of, groups }: { caption: string; of: string; groups: Group[] }) {
  const { translate, format } = useTranslation();
  const duration = (value: number | null) => (value === null ? "–" : format.duration(value));
  const most = Math.max(...groups.map(({ totalTasks }) => totalTasks), 1);
  const columns = [
    { name: "usage.credits", read: (group: Group) => group.creditsDeducted, write: count },
    { name: "usage.tokens", read: (group: Group) => group.tokensUsed, write: count },
    { name: "usage.median", read: (group: Group) => group.median, write: duration },
    { name: "usage.slow", read: (group: Group) => group.slow, write: duration },
  ] as const;
  const largest = columns.map(({ read }) => Math.max(...groups.map((group) => read(group) ?? 0), 1));

  function count(value: number | null) {
    return format.number(value ?? 0);
  }

  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">{translate("usage.tasks")}</th>
          {columns.map(({ name }) => (
            <th key={name} scope="col">
              {translate(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => {
          const { name, totalTasks, successfulTasks, failedTasks } = group;
          const open = totalTasks - successfulTasks - failedTasks;
          const outcomes = translate("usage.ofTasks", {
            successful: format.number(successfulTasks),
            failed: format.number(failedTasks),
            open: format.number(open),
          });
          return (
            <tr key={name}>
              <th scope="row">
                {group.onPress ? (
                  <button
                    type="button"
                    className={styles.name}
                    title={translate("chart.showTasks")}
                    onClick={group.onPress}
                  >
                    {name}
                  </button>
                ) : (
                  name
                )}
              </th>
              <td data-name={translate("usage.tasks")} data-tip={outcomes}>
                <span aria-hidden>
                  {format.number(totalTasks)}
                  {failedTasks > 0 && (
                    <span className={styles.failures}>
                      {translate("usage.failures", { failed: format.number(failedTasks) })}
                    </span>
                  )}
                </span>
                <span className={styles.unseen}>{`${format.number(totalTasks)} (${outcomes})`}</span>
                <span className={styles.axis} aria-hidden>
                  <span className={styles.successful} style={{ inlineSize: share(successfulTasks, most) }} />
                  <span className={styles.failed} style={{ inlineSize: share(failedTasks, most) }} />
                  <span className={styles.open} style={{ inlineSize: share(open, most) }} />
                </span>
              </td>
              {columns.map((column, place) => (
                <td key={column.name} data-name={translate(column.name)}>
                  {column.write(column.read(group))}
                  <span className={styles.axis} aria-hidden>
                    <span
                      className={styles.value}
                      style={{ inlineSize: share(column.read(group) ?? 0, largest[place] ?? 1) }}
                    />
                  </span>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const share = (value: number, most: number) => `${(100 * value) / most}%`;
