/** What file systems refuse, or readers are deceived by: controls, halves of characters, turned directions. */
const unfit = /[\p{Cc}\p{Cs}\p{Cn}\u202a-\u202e\u2066-\u2069\\/:*?"<>|\s]+/gu;
/** With the date and an ending at most 255 bytes in UTF-8, which is what most file systems take. */
const longest = 50;

/** Names files by the date of their picture, in the reader's time zone, and by its prompt; no two alike. */
export function createPictureNames(): (createdAt: string, prompt: string) => string {
  const taken = new Map<string, number>();
  return (createdAt, prompt) => {
    const at = new Date(createdAt);
    const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join("-");
    const time = [at.getHours(), at.getMinutes()].map(twoDigits).join(".");
    const words = [...prompt.replace(unfit, " ")].slice(0, longest).join("");
    const name = `${day} ${time} ${words}`.replace(/[ .]+$/, "");
    // "A" and "a" are one file to some systems.
    const count = (taken.get(name.toLowerCase()) ?? 0) + 1;
    taken.set(name.toLowerCase(), count);
    return count === 1 ? name : `${name} (${count})`;
  };
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
