import { type ChangeEvent, useState } from "react";
import { addDays, dateIn, foreignName } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import { type Filters, firstDate, inOrder, lastDate } from "../filters";
import { useTyping } from "../useTyping";
import styles from "./DateFields.module.css";

const presets = [
  { key: "preset.today", days: 0 },
  { key: "preset.week", days: 6 },
  { key: "preset.month", days: 29 },
  { key: "preset.quarter", days: 89 },
] as const;

type Dates = Pick<Filters, "from" | "to">;
type DateFieldsProps = Dates & { onChange: (dates: Dates, options?: { replace: boolean }) => void };

/**
 * Two fields for the first and the last date. They keep what is typed even if the range is the wrong way
 * round, which `onChange` gets in order.
 */
export default function DateFields({ from, to, onChange }: DateFieldsProps) {
  const { translate, language } = useTranslation();
  const [dates, setDates] = useState<Dates>({ from, to });
  const typing = useTyping<Dates>((typed, options) => onChange(inOrder(typed), options));
  const timeZone = useTimeZone();
  const today = timeZone && dateIn(timeZone);
  const zoneName = timeZone && foreignName(timeZone, language);

  function type({ target }: ChangeEvent<HTMLInputElement>) {
    const typed = { ...dates, [target.name]: target.value };
    setDates(typed);
    // While a year is typed digit by digit, its first digits are another year.
    if (target.validity.valid) typing.type(typed);
    else typing.hold();
  }

  return (
    <>
      <div className={styles.presets}>
        {presets.map(({ key, days }) => {
          const preset = today ? { from: addDays(today, -days), to: today } : undefined;
          return (
            <Button
              key={key}
              disabled={!preset}
              aria-pressed={from === preset?.from && to === preset.to}
              onClick={() => {
                if (!preset) return;
                typing.hold();
                setDates(preset);
                onChange(preset);
              }}
            >
              {translate(key)}
            </Button>
          );
        })}
      </div>
      {(["from", "to"] as const).map((name) => (
        <label key={name} className={field.field}>
          <span className={field.label}>{translate(`filters.${name}`)}</span>
          <input
            type="date"
            name={name}
            className={field.input}
            value={dates[name]}
            min={firstDate}
            max={lastDate}
            onChange={type}
            onKeyDown={({ key }) => key === "Enter" && typing.flush()}
            onBlur={typing.end}
          />
        </label>
      ))}
      {zoneName && <p className={field.hint}>{translate("days.begin", { zone: zoneName })}</p>}
    </>
  );
}
