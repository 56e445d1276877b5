/**
 * What stands before the digits of a number that JavaScript would round, such as a seed of 64 bits. Such a number is
 * kept as a text; what users write cannot begin so, since no stored text has the character.
 */
const mark = "\0";

/** Parses JSON, and keeps numbers that would be rounded as marked texts, where the browser tells how they are written. */
export function parseExactly(json: string): unknown {
  return /\d{16}/.test(json) ? JSON.parse(json, keepExact) : JSON.parse(json);
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  // 17 digits are enough for any number that JavaScript has, and the server writes no more of those.
  const isRounded = Number.isInteger(value)
    ? !Number.isSafeInteger(value)
    : source.replace(/e.*|\D/gi, "").length > 17;
  return isRounded ? mark + source : value;
}

/** A value that came as JSON, with its numbers as they came when it is written as JSON again. */
export function exactValue(value: unknown): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  return JSON.parse(JSON.stringify(value), (_key, one) =>
    typeof one === "string" && one.startsWith(mark) && rawJSON ? rawJSON(one.slice(mark.length)) : one,
  );
}

/**
 * A value that came as JSON, as text: a string as it is, anything else as JSON with its numbers as they came, each
 * member on a line if it is `indented`.
 */
export function writtenValue(value: unknown, indented = false): string {
  if (typeof value === "string") return value.replace(mark, "");
  return JSON.stringify(value, null, indented ? 2 : 0).replace(/"\\u0000([^"]*)"/g, "$1");
}
