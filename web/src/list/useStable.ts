import { useMemo } from "react";

/**
 * Returns the same object as long as its content is the same. The address also changes for other reasons than
 * its filters.
 */
export function useStable<Value extends object>(value: Value): Value {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it says, not which object says it
  return useMemo(() => value, [JSON.stringify(value)]);
}
