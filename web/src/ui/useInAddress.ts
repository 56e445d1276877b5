import { useSearchParams } from "wouter";

/** A choice of one of a few values that is part of the address, as `?name=…`; by default the first value. */
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
