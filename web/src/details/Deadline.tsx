import { useEffect, useReducer } from "react";
import { useTranslation } from "../i18n/Translation";

/** Milliseconds after which the time that is left is written again. */
const tickMs = 15_000;

/** When a task fails by itself, and in how many minutes. */
export function Deadline({ at }: { at: string }) {
  const { translate, format } = useTranslation();
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, tickMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={format.exactTime(at)}>
      {translate("detail.deadlineIn", { when: format.fromNow(at) })}
    </time>
  );
}
