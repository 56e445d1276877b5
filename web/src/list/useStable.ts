import { useMemo } from "react";

/** The same object for as long as it says the same: an address changes for other reasons than its filters. */
export function useStable<Value extends object>(value: Value): Value {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says, not which object says it
  return useMemo(() => value, [JSON.stringify(value)]);
}
