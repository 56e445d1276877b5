/** Stands for a number in a text. It occurs in no other text, since the server accepts and stores none with NUL. */
const mark = "\0";

/** Strings, which are skipped, and integers that may be too large to be exact as a number. */
const stringsAndIntegers = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** Parses JSON. An integer that a number cannot express exactly, such as a 64-bit seed, becomes a `bigint`. */
export function parseExactly(json: string): unknown {
  if (!/\d{16}/.test(json)) return JSON.parse(json);
  const marked = json.replace(stringsAndIntegers, (one) => (one[0] === '"' ? one : `"\\u0000${one}"`));
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== "string" || value[0] !== mark) return value;
    const number = Number(value.slice(1));
    return Number.isSafeInteger(number) ? number : BigInt(value.slice(1));
  });
}

/** Serializes a value as JSON. A `bigint` is an exact number. */
export function stringifyExactly(value: unknown): string {
  let hasMarks = false;
  const json = JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one !== "bigint") return one;
    hasMarks = true;
    return `${mark}${one}`;
  });
  return hasMarks ? json.replace(/"\\u0000(-?\d+)"/g, "$1") : json;
}

/** Whether the value is a number with its exact text, as `JSON.rawJSON` makes it. */
export function isRawJSON(value: unknown): boolean {
  return (JSON as { isRawJSON?: (value: unknown) => boolean }).isRawJSON?.(value) ?? false;
}
