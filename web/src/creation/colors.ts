/** Colours as `#rrggbb`, and numbers at random that depend on a text. */

/** The sky from above to the horizon, the sun or moon, what is far, and what is near. */
export type Palette = [
  zenith: string,
  middle: string,
  horizon: string,
  sun: string,
  haze: string,
  shadow: string,
];

export function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

export function mixed(one: string, other: string, share: number): string {
  const [from, to] = [channels(one), channels(other)];
  const parts = from.map((part, place) => Math.round(part + ((to[place] as number) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

export function alpha(color: string, opacity: number): string {
  return `rgb(${channels(color).join(" ")} / ${opacity})`;
}

export function brightness(color: string): number {
  return Math.max(...channels(color));
}

/** A random number generator (Mulberry32) seeded with the text. */
export function randomFrom(text: string): () => number {
  let state = 0;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 2654435761);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixing = Math.imul(state ^ (state >>> 15), 1 | state);
    mixing = (mixing + Math.imul(mixing ^ (mixing >>> 7), 61 | mixing)) ^ mixing;
    return ((mixing ^ (mixing >>> 14)) >>> 0) / 4294967296;
  };
}
