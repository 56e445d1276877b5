/** How many are offered at a time. */
const most = 12;

/**
 * What a search may become once its last word is complete: `model:` with a model, `error:` with the code of
 * a failure, each also with a minus.
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
