import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("../clients/typescript/src/", import.meta.url));

/** Resolves the client to its sources, and the libraries that they share to the page's packages. */
export const client = {
  alias: [
    { find: /^@task-record\/client$/, replacement: `${sources}index.ts` },
    { find: /^@task-record\/client\//, replacement: sources },
  ],
  dedupe: ["@apollo/client"],
};
