/**
 * The prefix of a number that JavaScript would round, such as a 64-bit seed, and that is therefore held as a string.
 * No stored text contains this character, so no user's text begins with it.
 */
const mark = "\0";

/** Parses JSON. Numbers that would be rounded become marked strings, in browsers that expose the JSON source text. */
export function parseExactly(json: string): unknown {
  return /\d{16}/.test(json) ? JSON.parse(json, keepExact) : JSON.parse(json);
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  // 17 digits identify any JavaScript number, and the server writes no more of them.
  const isRounded = Number.isInteger(value)
    ? !Number.isSafeInteger(value)
    : source.replace(/e.*|\D/gi, "").length > 17;
  return isRounded ? mark + source : value;
}

/** A parsed value whose numbers are exact when it is written as JSON again. */
export function exactValue(value: unknown): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  return JSON.parse(JSON.stringify(value), (_key, one) =>
    typeof one === "string" && one.startsWith(mark) && rawJSON ? rawJSON(one.slice(mark.length)) : one,
  );
}

/**
 * A parsed value as text: a string unchanged, anything else as JSON with exact numbers. `indented` puts each member on
 * a line.
 */
export function writtenValue(value: unknown, indented = false): string {
  if (typeof value === "string") return value.replace(mark, "");
  return JSON.stringify(value, null, indented ? 2 : 0).replace(/"\\u0000([^"]*)"/g, "$1");
}
