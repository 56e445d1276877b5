import { useTranslation } from "../i18n/Translation";
import { useMoney } from "../money/useMoney";
import { useRatingWords } from "../rating/words";
import styles from "./UsageTable.module.css";

interface Group {
  name: string;
  totalTasks: number;
  successfulTasks: number;
  failedTasks: number;
  canceledTasks: number;
  tokensUsed: number;
  creditsDeducted: number;
  totalCost: string;
  median: number | null;
  slow: number | null;
  averageRating: number | null;
  /** Shows the tasks of the group; undefined if no filter finds them. */
  onPress: (() => void) | undefined;
}

interface Column {
  name: string;
  read: (group: Group) => number | null;
  write: (value: number | null) => string;
}

/**
 * A table with a row for each group. The bars of each column have their own scale, from 0 to the largest number; those of
 * tasks are stacked.
 */
export function UsageTable({ caption, of, groups }: { caption: string; of: string; groups: Group[] }) {
  const { translate, format } = useTranslation();
  const money = useMoney();
  const words = useRatingWords();
  const duration = (value: number | null) => (value === null ? "–" : format.duration(value));
  const most = Math.max(...groups.map(({ totalTasks }) => totalTasks), 1);
  const costs = {
    name: translate("usage.cost"),
    read: (group: Group) => Number(group.totalCost),
    write: cost,
  };
  const ratings = { name: words("title"), read: (group: Group) => group.averageRating, write: rating };
  const columns: Column[] = [
    { name: translate("usage.credits"), read: (group) => group.creditsDeducted, write: count },
    ...(groups.some(({ totalCost }) => Number(totalCost) > 0) ? [costs] : []),
    { name: translate("usage.tokens"), read: (group) => group.tokensUsed, write: count },
    { name: translate("usage.median"), read: (group) => group.median, write: duration },
    { name: translate("usage.slow"), read: (group) => group.slow, write: duration },
    ...(groups.some(({ averageRating }) => averageRating !== null) ? [ratings] : []),
  ];
  const largest = columns.map(({ read }) => Math.max(...groups.map((group) => read(group) ?? 0), 1));

  function count(value: number | null) {
    return format.number(value ?? 0);
  }
  function rating(value: number | null) {
    return value === null ? "–" : value.toFixed(1);
  }
  function cost(value: number | null) {
    return money.sum(String(value ?? 0));
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
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => {
          const { name, totalTasks, successfulTasks, failedTasks, canceledTasks } = group;
          const open = totalTasks - successfulTasks - failedTasks - canceledTasks;
          const outcomes = translate("usage.ofTasks", {
            successful: format.number(successfulTasks),
            failed: format.number(failedTasks),
            canceled: format.number(canceledTasks),
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
                  <span className={styles.canceled} style={{ inlineSize: share(canceledTasks, most) }} />
                  <span className={styles.open} style={{ inlineSize: share(open, most) }} />
                </span>
              </td>
              {columns.map((column, place) => (
                <td key={column.name} data-name={column.name}>
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
