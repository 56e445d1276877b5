import { useEffect, useReducer } from "react";
import { useTranslation } from "../i18n/Translation";

/** Milliseconds between two updates of the remaining time. */
const tickMs = 15_000;

/** The time until a task fails by itself. */
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
