import { Purge } from "./Purge";

/** What cannot be had back. */
export function Removal() {
  return <Purge />;
}
