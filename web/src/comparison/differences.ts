import { writtenValue } from "../connection/exactNumbers";

/** One property of the compared tasks, in their order; empty for a task that lacks it. */
export interface Row {
  name: string;
  values: string[];
  differs: boolean;
}

export function row(name: string, values: (string | null | false | undefined)[]): Row {
  const written = values.map((value) => value || "");
  return { name, values: written, differs: new Set(written).size > 1 };
}

/** A row for each key that the parameters of any of the tasks have. */
export function parameterRows(parameters: unknown[]): Row[] {
  const objects = parameters.map((one) => (one ?? {}) as Record<string, unknown>);
  const keys = new Set(objects.flatMap((one) => Object.keys(one)));
  return [...keys].map((key) =>
    row(
      key,
      objects.map((one) => (Object.hasOwn(one, key) ? writtenValue(one[key]) : "")),
    ),
  );
}
