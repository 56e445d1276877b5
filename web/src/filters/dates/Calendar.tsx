import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { addDays } from "../../calendar/calendar";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import { type Filters, firstDate, inOrder, lastDate } from "../filters";
import styles from "./Calendar.module.css";
import { addMonths, firstWeekdayOf, weeksOf } from "./monthGrid";

type Dates = Pick<Filters, "from" | "to">;

/** A month in the page's language. A press chooses a day, and a second press the range up to another. */
export function Calendar(props: Dates & { today: string; onChange: (dates: Dates) => void }) {
  const { translate, format, language } = useTranslation();
  const { from, to, today } = props;
  const [focused, setFocused] = useState(to || from || today);
  const [anchor, setAnchor] = useState<string | null>(null);
  const byKey = useRef(false);
  const table = useRef<HTMLTableElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day is focused
  useEffect(() => {
    if (byKey.current) table.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
    byKey.current = false;
  }, [focused]);

  function choose(day: string) {
    setFocused(day);
    setAnchor(anchor === null ? day : null);
    props.onChange(inOrder({ from: anchor ?? day, to: day }));
  }

  function go(day: string, isKey: boolean) {
    if (day < firstDate || day > lastDate) return;
    byKey.current = isKey;
    setFocused(day);
  }

  function press(event: KeyboardEvent) {
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (!days && !months) return;
    event.preventDefault();
    go(days ? addDays(focused, days) : addMonths(focused, months ?? 0), true);
  }

  const firstWeekday = firstWeekdayOf(language);
  const weekdays = Array.from({ length: 7 }, (_, place) => {
    // The first of June 2026 is a Monday.
    const day = Date.UTC(2026, 5, firstWeekday + place);
    const name = (weekday: "long" | "narrow") =>
      new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" }).format(day);
    return { long: name("long"), narrow: name("narrow") };
  });
  return (
    <div className={styles.calendar}>
      <div className={styles.header}>
        <Button
          kind="quiet"
          icon
          aria-label={translate("calendar.previous")}
          onClick={() => go(addMonths(focused, -1), false)}
        >
          <ChevronLeft size={18} aria-hidden />
        </Button>
        <p aria-live="polite">{format.period(`${focused.slice(0, 8)}01`, "MONTH")}</p>
        <Button
          kind="quiet"
          icon
          aria-label={translate("calendar.next")}
          onClick={() => go(addMonths(focused, 1), false)}
        >
          <ChevronRight size={18} aria-hidden />
        </Button>
      </div>
      <table ref={table} className={styles.month} onKeyDown={press}>
        <thead>
          <tr>
            {weekdays.map(({ long, narrow }) => (
              <th key={long} scope="col" abbr={long}>
                {narrow}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(focused, firstWeekday).map((week) => (
            <tr key={week.join()}>
              {week.map((day, place) => (
                <td
                  key={day ?? place}
                  data-within={day !== null && from !== "" && from <= day && day <= (to || from)}
                >
                  {day && (
                    <button
                      type="button"
                      className={styles.day}
                      tabIndex={day === focused ? 0 : -1}
                      aria-label={format.day(day)}
                      aria-pressed={day === from || day === to}
                      aria-current={day === today ? "date" : undefined}
                      onClick={() => choose(day)}
                    >
                      {format.number(Number(day.slice(8)))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
