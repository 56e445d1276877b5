/** The maximum number of completions. */
const most = 12;

/**
 * Completions of a search's last word: `model:` with a model, or `error:` with the code of a failure, each also after a
 * minus.
 */
export function completions(text: string, models: readonly string[], codes: readonly string[]): string[] {
  const begun = text.match(/\S*$/)?.[0] ?? "";
  const before = text.slice(0, text.length - begun.length);
  const minus = begun.startsWith("-") ? "-" : "";
  const typed = begun.slice(minus.length).toLowerCase();
  if (typed === "" && before === "") return [];
  const all = [
    ...models.map((name) => `model:${/\s/.test(name) ? `"${name}"` : name}`),
    ...codes.map((code) => `error:${code}`),
  ];
  return all
    .filter((one) => one !== typed && one.toLowerCase().startsWith(typed))
    .slice(0, most)
    .map((one) => `${before}${minus}${one}`);
}
