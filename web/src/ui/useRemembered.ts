import { useSearchParams } from "wouter";

/**
 * A choice of one of a few values: `?name=…` in the address, or else the last choice in this browser, or else `usual`.
 */
export function useRemembered<Value extends string>(
  name: string,
  values: readonly Value[],
  usual: Value,
): [Value, (value: Value) => void] {
  const [parameters, setParameters] = useSearchParams();
  const key = `task-record.${name}`;
  const remembered = localStorage.getItem(key);
  const chosen = values.find((one) => one === (parameters.get(name) ?? remembered)) ?? usual;
  return [
    chosen,
    (value) => {
      localStorage.setItem(key, value);
      setParameters(
        (current) => {
          current.set(name, value);
          return current;
        },
        { replace: true },
      );
    },
  ];
}
