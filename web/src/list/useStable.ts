import { useMemo } from "react";

/** Returns the same object while its content is the same, for example when the address changes but not its filters. */
export function useStable<Value extends object>(value: Value): Value {
  // biome-ignore lint/correctness/useExhaustiveDependencies: its content, not its identity
  return useMemo(() => value, [JSON.stringify(value)]);
}
