/**
 * The most words that one operation may search for, both to list tasks and to count them, within its cost
 * limit.
 */
const maxWords = 16;

/**
 * The words of a search, each once. A word that is part of a longer one is left out, such as `fox` beside
 * `foxes`.
 */
export function wordsOf(search: string): string[] {
  const words = new Map(search.split(/\s+/).map((word) => [word.toLowerCase(), word]));
  return [...words]
    .filter(([lower]) => ![...words.keys()].some((other) => other !== lower && other.includes(lower)))
    .map(([, word]) => word)
    .filter((word) => word !== "")
    .slice(0, maxWords);
}

/** Splits a text at the words: every second piece, from the second on, is one of them. */
export function splitAtWords(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`, "iu"));
}
