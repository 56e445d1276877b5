import type { IConfiguration } from "dependency-cruiser";

/** The folders of `src/`: each imports from those after it, never from those before. */
const order = [
  "history",
  "graphiql",
  "administration",
  "verification",
  "webhooks",
  "failures",
  "trash",
  "boards",
  "creation",
  "list",
  "picture",
  "finding",
  "comparison",
  "details",
  "lineage",
  "deletion",
  "export",
  "sharing",
  "download",
  "timeline",
  "statistics",
  "insights",
  "usage",
  "filters",
  "rating",
  "menu",
  "credits",
  "tasks",
  "stars",
  "stage",
  "images",
  "money",
  "calendar",
  "connection",
  "session",
  "theme",
  "ui",
  "i18n",
];
const oneOf = (folders: string[]) => `^src/(${folders.join("|")})/`;

export default {
  forbidden: [
    ...order.slice(0, -1).map((folder, place) => ({
      name: `${folder}-stands-above`,
      severity: "error" as const,
      from: { path: oneOf(order.slice(place + 1)) },
      to: { path: oneOf([folder]) },
    })),
    {
      name: "folder-without-a-place",
      severity: "error",
      from: { path: "^src/", pathNot: oneOf(order) },
      to: {},
    },
    { name: "cycle", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // The TypeScript parser needs an API that TypeScript 7 has no more.
    parser: "swc",
    tsConfig: { fileName: "tsconfig.json" },
  },
} satisfies IConfiguration;
