import { Integrity } from "../integrity/Integrity";
import { Storage } from "./Storage";
import { Totals } from "./Totals";

/** The totals of all users, and how much is stored. */
export function Overview() {
  return (
    <>
      <Totals />
      <Storage />
      <Integrity />
    </>
  );
}
