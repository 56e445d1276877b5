import { Erase } from "./Erase";
import { Purge } from "./Purge";

/** What cannot be had back. */
export function Removal() {
  return (
    <>
      <Purge />
      <Erase />
    </>
  );
}
