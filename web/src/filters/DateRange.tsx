import * as Popover from "@radix-ui/react-popover";
import { CalendarDays, ChevronDown } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Button, buttonClass } from "../ui/Button";
import field from "../ui/field.module.css";
import menu from "../ui/menu.module.css";
import styles from "./DateRange.module.css";
import { daysAgo } from "./filters";

const presets = [
  { key: "preset.today", days: 0 },
  { key: "preset.week", days: 6 },
  { key: "preset.month", days: 29 },
  { key: "preset.quarter", days: 89 },
] as const;

interface Dates {
  from: string;
  to: string;
}

export function DateRange({ from, to, onChange }: Dates & { onChange: (dates: Partial<Dates>) => void }) {
  const { translate } = useTranslation();
  return (
    <Popover.Root>
      <Popover.Trigger className={buttonClass("plain")}>
        <CalendarDays size={16} aria-hidden />
        {translate("filters.dates")}
        <ChevronDown size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={`${menu.content} ${styles.range}`}
          align="start"
          sideOffset={4}
          aria-label={translate("filters.dates")}
        >
          <div className={styles.presets}>
            {presets.map(({ key, days }) => (
              <Button
                key={key}
                aria-pressed={from === daysAgo(days) && to === daysAgo(0)}
                onClick={() => onChange({ from: daysAgo(days), to: daysAgo(0) })}
              >
                {translate(key)}
              </Button>
            ))}
          </div>
          <label className={field.field}>
            <span className={field.label}>{translate("filters.from")}</span>
            <input
              type="date"
              className={field.input}
              value={from}
              max={to}
              onChange={({ target }) => onChange({ from: target.value })}
            />
          </label>
          <label className={field.field}>
            <span className={field.label}>{translate("filters.to")}</span>
            <input
              type="date"
              className={field.input}
              value={to}
              min={from}
              onChange={({ target }) => onChange({ to: target.value })}
            />
          </label>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
