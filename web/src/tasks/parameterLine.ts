import { writtenValue } from "../connection/exactNumbers";

/** The parameters of a task in a line, such as `seed 42 · steps 30`. */
export function parameterLine(parameters: unknown): string {
  return Object.entries(parameters ?? {})
    .map(([name, value]) => `${name} ${writtenValue(value)}`)
    .join(" · ");
}
