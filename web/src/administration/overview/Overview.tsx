import { Integrity } from "../integrity/Integrity";
import { Activity } from "./Activity";
import { OverallUse } from "./OverallUse";
import { Storage } from "./Storage";
import { Totals } from "./Totals";

/** The totals of all users, and how much is stored. */
export function Overview() {
  return (
    <>
      <Totals />
      <Activity />
      <OverallUse />
      <Storage />
      <Integrity />
    </>
  );
}
