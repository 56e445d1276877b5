import { lazy } from "react";
import { useFilters } from "../filters/filters";
import { Later } from "../ui/Later";

const Reasons = lazy(() => import("./Reasons"));

/** Why tasks of the list failed, where it shows failed tasks alone: each reason, with a way to try its tasks again. */
export function FailureReasons() {
  const { filters, where } = useFilters();
  return String(filters.status) === "FAILED" ? (
    <Later>
      <Reasons where={where} />
    </Later>
  ) : null;
}
