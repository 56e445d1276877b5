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
}
