/** A piece of a text, and whether it is only in this text. */
export interface Piece {
  text: string;
  differs: boolean;
}

interface Token extends Piece {
  isSpace: boolean;
}

/** The maximum number of word pairs to compare in order. In longer texts a word differs if the other text lacks it. */
const maxPairs = 4_000_000;

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/**
 * Splits texts into pieces that differ and pieces that do not. Pieces of the first text differ if any other text lacks
 * them, pieces of the others if the first lacks them. Words are compared in their order.
 */
export function wordDiff(texts: string[]): Piece[][] {
  const all = texts.map(tokensOf);
  const [first = [], ...others] = all;
  for (const other of others) {
    const [gone, added] = unmatched(first, other);
    for (const token of gone) token.differs = true;
    for (const token of added) token.differs = true;
  }
  return all.map(joined);
}

function tokensOf(text: string): Token[] {
  return [...words.segment(text)].map(({ segment }) => ({
    text: segment,
    isSpace: segment.trim() === "",
    differs: false,
  }));
}

/** The words of each that are not in their longest common sequence. */
function unmatched(one: Token[], other: Token[]): [Token[], Token[]] {
  let a = one.filter(({ isSpace }) => !isSpace);
  let b = other.filter(({ isSpace }) => !isSpace);
  const isSame = (x: Token | undefined, y: Token | undefined) => x?.text === y?.text;
  let begin = 0;
  while (begin < Math.min(a.length, b.length) && isSame(a[begin], b[begin])) begin += 1;
  [a, b] = [a.slice(begin), b.slice(begin)];
  while (a.length > 0 && b.length > 0 && isSame(a.at(-1), b.at(-1)))
    [a, b] = [a.slice(0, -1), b.slice(0, -1)];
  if (a.length * b.length > maxPairs) return [without(a, b), without(b, a)];
  return walk(a, b, lengths(a, b));
}

/** The length of the longest common sequence from each pair of places on. */
function lengths(a: Token[], b: Token[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [row, next] = [table[i] as Uint16Array, table[i + 1] as Uint16Array];
      row[j] = a[i]?.text === b[j]?.text ? at(next, j + 1) + 1 : Math.max(at(next, j), at(row, j + 1));
    }
  return table;
}

const at = (row: Uint16Array | undefined, place: number) => row?.[place] ?? 0;

function walk(a: Token[], b: Token[], table: Uint16Array[]): [Token[], Token[]] {
  const [gone, added]: [Token[], Token[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one && other && one.text === other.text) {
      i += 1;
      j += 1;
    } else if (one && (!other || at(table[i + 1], j) >= at(table[i], j + 1))) {
      gone.push(one);
      i += 1;
    } else if (other) {
      added.push(other);
      j += 1;
    }
  }
  return [gone, added];
}

function without(tokens: Token[], others: Token[]): Token[] {
  const known = new Set(others.map(({ text }) => text));
  return tokens.filter(({ text }) => !known.has(text));
}

/** Joins neighbours of one kind. A space between two differing words differs too. */
function joined(tokens: Token[]): Piece[] {
  const pieces: Piece[] = [];
  for (const [place, token] of tokens.entries()) {
    const differs = token.isSpace
      ? Boolean(tokens[place - 1]?.differs && tokens[place + 1]?.differs)
      : token.differs;
    const last = pieces.at(-1);
    if (last?.differs === differs) last.text += token.text;
    else pieces.push({ text: token.text, differs });
  }
  return pieces;
}
