import { Erase } from "./Erase";
import { Purge } from "./Purge";

/** The forms whose effect cannot be undone. */
export function Removal() {
  return (
    <>
      <Purge />
      <Erase />
    </>
  );
}
