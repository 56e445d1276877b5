import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("../clients/typescript/src/", import.meta.url));

/** Has the page use the client's sources, which find the libraries that they share in the page's packages. */
export const client = {
  alias: [
    { find: /^@task-record\/client$/, replacement: `${sources}index.ts` },
    { find: /^@task-record\/client\//, replacement: sources },
  ],
  dedupe: ["@apollo/client"],
};
