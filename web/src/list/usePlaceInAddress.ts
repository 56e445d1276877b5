import { useEffect, useEffectEvent } from "react";
import { useRoute, useSearchParams } from "wouter";
import { dateIn } from "../calendar/calendar";

/** Milliseconds after scrolling until the place is written into the address. */
const restMs = 400;

/**
 * The instant at which the list begins: the end of the day in the address, such as `at=2025-09-18`, where the reader
 * is; null without a date.
 */
export function useStartInAddress(): string | null {
  const [parameters] = useSearchParams();
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(parameters.get("at") ?? "") ?? [];
  if (!year) return null;
  const end = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59, 999);
  return Number(year) < 1900 ? null : end.toISOString();
}

/** Writes the date of the topmost visible task into the address; null, at the newest task, removes it. */
export function usePlaceInAddress(shown: number | null): void {
  const [parameters, setParameters] = useSearchParams();
  const [isList] = useRoute("/");
  const date = shown === null ? null : dateIn(undefined, shown);
  const write = useEffectEvent(() => {
    if (!isList || parameters.get("at") === date) return;
    if (date === null) parameters.delete("at");
    else parameters.set("at", date);
    setParameters(parameters, { replace: true, state: history.state });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: closing a picture may have moved the list
  useEffect(() => {
    const timer = setTimeout(() => write(), restMs);
    return () => clearTimeout(timer);
  }, [date, isList]);
  // The browser would restore the scroll offset in a list that begins elsewhere.
  useEffect(() => {
    const leave = () => {
      history.scrollRestoration = "manual";
    };
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, []);
}
