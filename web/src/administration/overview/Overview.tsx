import { Integrity } from "../integrity/Integrity";
import { Storage } from "./Storage";
import { Totals } from "./Totals";

/** All users at a glance. */
export function Overview() {
  return (
    <>
      <Totals />
      <Storage />
      <Integrity />
    </>
  );
}
