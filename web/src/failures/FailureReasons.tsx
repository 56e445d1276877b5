import { lazy, type ReactNode, useCallback, useEffect, useState } from "react";
import { useFilters } from "../filters/filters";
import { Later } from "../ui/Later";

const Reasons = lazy(() => import("./Reasons"));

/** Milliseconds for which the list waits for the reasons, however long they take. */
const mostMs = 2000;

/**
 * Why tasks of the list failed, where it shows failed tasks alone: each reason, with a way to try its tasks again. The
 * list is `children`; when the page opens with failed tasks, it is not seen before the reasons, which would push it down.
 */
export function FailureReasons({ children }: { children: ReactNode }) {
  const { filters, where } = useFilters();
  const isFailed = String(filters.status) === "FAILED";
  const [waits, setWaits] = useState(isFailed);
  const goOn = useCallback(() => setWaits(false), []);
  useEffect(() => {
    const timer = setTimeout(goOn, mostMs);
    return () => clearTimeout(timer);
  }, [goOn]);
  return (
    <>
      {isFailed && (
        <Later>
          <Reasons where={where} onKnown={goOn} />
        </Later>
      )}
      <div style={{ visibility: waits ? "hidden" : undefined }}>{children}</div>
    </>
  );
}
