import { useTranslation } from "../i18n/Translation";
import { weekday } from "./dailyValues";
import styles from "./HourTable.module.css";

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 0];
/** The first Sunday of 2026, from which to name weekdays. */
const sunday = Date.UTC(2026, 0, 4);

interface Props {
  hours: { day: string | null; hour: number | null; totalTasks: number }[];
  /** The days that they cover, as text. */
  days: string;
}

/** The number of tasks by weekday and hour. More tasks make a darker cell. */
export function HourTable({ hours: used, days }: Props) {
  const { translate, language, format } = useTranslation();
  const counts = new Map<string, number>();
  for (const { day, hour, totalTasks } of used) {
    const cell = `${weekday(day ?? "")} ${hour}`;
    counts.set(cell, (counts.get(cell) ?? 0) + totalTasks);
  }
  const most = Math.max(...counts.values(), 1);
  const name = (one: number, length: "short" | "long") =>
    new Intl.DateTimeFormat(language, { weekday: length, timeZone: "UTC" }).format(sunday + one * 86_400_000);

  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{translate("usage.byHour", { days })}</caption>
      <thead>
        <tr>
          <td />
          {hours.map((hour) => (
            <th key={hour} scope="col" className={hour % 6 ? styles.between : undefined}>
              {hour}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weekdays.map((one) => (
          <tr key={one}>
            <th scope="row">{name(one, "short")}</th>
            {hours.map((hour) => {
              const count = counts.get(`${one} ${hour}`) ?? 0;
              return (
                <td
                  key={hour}
                  data-tip={translate("usage.atHour", {
                    day: name(one, "long"),
                    hour,
                    tasks: format.number(count),
                  })}
                  style={{
                    backgroundColor: `color-mix(in srgb, var(--accent) ${count && 12 + (88 * count) / most}%, var(--surface-sunken))`,
                  }}
                >
                  <span className={styles.count}>{count}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
