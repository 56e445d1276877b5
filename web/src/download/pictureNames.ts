/**
 * Characters that file systems refuse or that mislead readers: control characters, halves of surrogate pairs, and those
 * that change the direction of text.
 */
const unfit = /[\p{Cc}\p{Cs}\p{Cn}\u202a-\u202e\u2066-\u2069\\/:*?"<>|\s]+/gu;
/**
 * Characters of the prompt. With the date and the extension, a name then stays within the 255 bytes of UTF-8 that most
 * file systems allow.
 */
const maxPromptChars = 50;

/**
 * Returns a function that names files by the picture's date, in the reader's time zone, and its prompt. All names
 * differ.
 */
export function createPictureNames(): (createdAt: string, prompt: string) => string {
  const taken = new Map<string, number>();
  return (createdAt, prompt) => {
    const at = new Date(createdAt);
    const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join("-");
    const time = [at.getHours(), at.getMinutes()].map(twoDigits).join(".");
    const words = [...prompt.replace(unfit, " ")].slice(0, maxPromptChars).join("");
    const name = `${day} ${time} ${words}`.replace(/[ .]+$/, "");
    // Some file systems take "A" and "a" for the same name.
    const count = (taken.get(name.toLowerCase()) ?? 0) + 1;
    taken.set(name.toLowerCase(), count);
    return count === 1 ? name : `${name} (${count})`;
  };
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
