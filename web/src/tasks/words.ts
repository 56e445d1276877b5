/** The maximum number of words of a search, so that listing and counting in one operation stay within its cost limit. */
const maxWords = 16;

/** A minus, a field, and a phrase or a word, in the server's syntax. */
const term = /(-(?=[^\s-]))?(?:(model|error)[:：](?=\S))?(?:["“]([^"“”]*[\p{L}\p{N}_][^"“”]*)["”]?|(\S+))/giu;

/** The search as it is sent, with no more words than the server accepts. */
export function sentSearch(search: string): string {
  return search.trim().split(/\s+/).slice(0, maxWords).join(" ");
}

/** The words and phrases that a search requires in the prompt. */
export function wordsOf(search: string): string[] {
  return termsOf(search)
    .filter(({ field, excluded }) => !field && !excluded)
    .map(({ text }) => text);
}

/** The parts of a search. */
export function termsOf(search: string) {
  return [...search.matchAll(term)].map(([, minus, field, phrase, word]) => ({
    text: phrase?.trim() ?? word ?? "",
    field: field?.toLowerCase(),
    excluded: minus !== undefined,
  }));
}

/** The text in lower case, with Latin, Greek and Cyrillic letters without their accents. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{Mn}+/gu, "$1")
    .normalize("NFC")
    .toLowerCase();
}

/** Splits a text at the words: every second piece is one of them. */
export function splitAtWords(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const escaped = words.map((word) =>
    folded(word)
      .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
      .replace(/\s+/g, "\\s+"),
  );
  const written = text.normalize("NFC");
  // Folding must not move letters. If it does, nothing is marked.
  const found = folded(written);
  if (found.length !== written.length) return [text];
  let end = 0;
  return found.split(new RegExp(`(${escaped.join("|")})`, "iu")).map((piece) => {
    end += piece.length;
    return written.slice(end - piece.length, end);
  });
}
