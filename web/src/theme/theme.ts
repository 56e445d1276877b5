export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "task-record.theme";

export function currentTheme(): Theme {
  const chosen = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === chosen) ?? "system";
}

/** `tokens.css` holds the colours of both; the attribute only says which of them count. */
export function applyTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  document.documentElement.dataset.theme = theme;
  // What surrounds the page takes its colour from the first of these that counts.
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    const own = meta.dataset.theme;
    if (theme === "system") meta.media = `(prefers-color-scheme: ${own})`;
    else meta.media = theme === own ? "all" : "not all";
  }
}
