import { Integrity } from "../integrity/Integrity";

/** All users at a glance. */
export function Overview() {
  return <Integrity />;
}
