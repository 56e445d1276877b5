import { useSearchParams } from "wouter";

/**
 * A choice among a few values that is kept in the address, as `?name=…`; the first value if it is none of
 * them.
 */
export function useInAddress<Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): [Value, (value: Value) => void] {
  const [parameters, setParameters] = useSearchParams();
  const chosen = values.find((one) => one === parameters.get(name)) ?? values[0];
  return [
    chosen,
    (value) =>
      setParameters((current) => {
        current.set(name, value);
        return current;
      }),
  ];
}
