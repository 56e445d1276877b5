import { type ChangeEvent, useState } from "react";
import { addDays, dateIn, foreignName } from "../../calendar/calendar";
import { useTimeZone } from "../../calendar/useTimeZone";
import { useTranslation } from "../../i18n/Translation";
import { Button } from "../../ui/Button";
import field from "../../ui/field.module.css";
import { type Filters, firstDate, inOrder, lastDate } from "../filters";
import { useTyping } from "../useTyping";
import { Calendar } from "./Calendar";
import styles from "./DateFields.module.css";

/** Ranges that one press chooses, given today's date. */
const presets = [
  { key: "preset.today", on: (today: string) => ({ from: today, to: today }) },
  { key: "preset.week", on: (today: string) => ({ from: addDays(today, -6), to: today }) },
  { key: "preset.month", on: (today: string) => ({ from: addDays(today, -29), to: today }) },
  { key: "preset.quarter", on: (today: string) => ({ from: addDays(today, -89), to: today }) },
  { key: "preset.thisMonth", on: (today: string) => ({ from: firstOfMonth(today), to: today }) },
  {
    key: "preset.lastMonth",
    on(today: string) {
      const to = addDays(firstOfMonth(today), -1);
      return { from: firstOfMonth(to), to };
    },
  },
] as const;

const firstOfMonth = (date: string) => `${date.slice(0, 8)}01`;

type Dates = Pick<Filters, "from" | "to">;
type DateFieldsProps = Dates & { onChange: (dates: Dates, options?: { replace: boolean }) => void };

/**
 * Fields for the first and the last date, with a calendar and presets. The fields show the dates as typed, `onChange`
 * gets them in order.
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
    // The first digits of a year being typed are another year.
    if (target.validity.valid) typing.type(typed);
    else typing.hold();
  }

  function choose(chosen: Dates) {
    typing.hold();
    setDates(chosen);
    onChange(chosen);
  }

  return (
    <>
      <div className={styles.presets}>
        {presets.map(({ key, on }) => {
          const preset = today ? on(today) : undefined;
          return (
            <Button
              key={key}
              disabled={!preset}
              aria-pressed={from === preset?.from && to === preset.to}
              onClick={() => preset && choose(preset)}
            >
              {translate(key)}
            </Button>
          );
        })}
      </div>
      {today && <Calendar from={from} to={to} today={today} onChange={choose} />}
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
