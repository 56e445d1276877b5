import { useRemembered } from "../ui/useRemembered";

export const views = ["gallery", "list"] as const;
export const sizes = ["small", "medium", "large"] as const;

export type View = (typeof views)[number];
export type Size = (typeof sizes)[number];

/** How the list shows tasks. */
export const useView = () => useRemembered<View>("view", views, "gallery");

/** How large the gallery's pictures are. */
export const useSize = () => useRemembered<Size>("size", sizes, "medium");
