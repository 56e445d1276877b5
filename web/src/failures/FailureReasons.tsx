import { lazy, type ReactNode, useCallback, useEffect, useState } from "react";
import { useFilters } from "../filters/filters";
import { Later } from "../ui/Later";

const Reasons = lazy(() => import("./Reasons"));

/** Milliseconds after which the list no longer waits for the reasons. */
const mostMs = 2000;

/**
 * The reasons of failures above a list of only failed tasks, each with a button that tries its tasks again. `children`
 * is the list. When the page opens with failed tasks, the list appears after the reasons, which would move it.
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
