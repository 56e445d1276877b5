/** As many as can be looked for, to list and to count what has them, within what one operation may cost. */
const most = 16;

/** What a search asks for: its words, each once, without those that come with a longer one, as `fox` with `foxes`. */
export function wordsOf(search: string): string[] {
  const words = new Map(search.split(/\s+/).map((word) => [word.toLowerCase(), word]));
  return [...words]
    .filter(([lower]) => ![...words.keys()].some((other) => other !== lower && other.includes(lower)))
    .map(([, word]) => word)
    .filter((word) => word !== "")
    .slice(0, most);
}

/** The text in pieces: every other, from the second on, is one of the words. */
export function splitAtWords(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`, "iu"));
}
