import { Fragment } from "react";
import { useSearchParams } from "wouter";
import { splitAtWords, wordsOf } from "./words";

/** Characters shown before the first marked word of a shortened text. */
const contextChars = 40;

/** A prompt with the words of the search marked; `short` if only its beginning is visible. */
export function Marked({ text, short = false }: { text: string; short?: boolean }) {
  const [parameters] = useSearchParams();
  const pieces = splitAtWords(text, wordsOf(parameters.get("search") ?? ""));
  const [first = ""] = pieces;
  if (short && pieces.length > 1 && first.length > 2 * contextChars)
    pieces[0] = `…${first.slice(-contextChars)}`;
  return pieces.map((piece, place) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no other key
    return place % 2 ? <mark key={place}>{piece}</mark> : <Fragment key={place}>{piece}</Fragment>;
  });
}
