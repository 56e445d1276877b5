import { Fragment } from "react";
import { useSearchParams } from "wouter";
import { splitAtWords, wordsOf } from "./words";

/** Of what comes before the first word that is marked, as much is shown where a text is cut short. */
const before = 40;

/** A prompt, with what the list is searched for marked in it; `short` where only its beginning is in sight. */
export function Marked({ text, short = false }: { text: string; short?: boolean }) {
  const [parameters] = useSearchParams();
  const pieces = splitAtWords(text, wordsOf(parameters.get("search") ?? ""));
  const [first = ""] = pieces;
  if (short && pieces.length > 1 && first.length > 2 * before) pieces[0] = `…${first.slice(-before)}`;
  return pieces.map((piece, place) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece has nothing but its place
    return place % 2 ? <mark key={place}>{piece}</mark> : <Fragment key={place}>{piece}</Fragment>;
  });
}
