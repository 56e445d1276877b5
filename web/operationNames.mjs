import { readdirSync, readFileSync } from "node:fs";
import { parse } from "graphql";

const clients = new URL("../clients/operations/", import.meta.url);

/**
 * A plugin of GraphQL Code Generator: the names of all operations of the page, and of the clients' but those of `api`.
 * The server's metrics report these by name.
 */
export function plugin(_schema, documents) {
  const ours = documents.map(({ document }) => document);
  // Read here, since documents of the generator must not have the same names.
  const theirs = readdirSync(clients)
    .filter((name) => name !== "generated.graphql")
    .map((name) => parse(readFileSync(new URL(name, clients), "utf8")));
  const names = [...ours, ...theirs]
    .flatMap(({ definitions }) => definitions)
    .filter(({ kind }) => kind === "OperationDefinition")
    .map(({ name }) => name.value);
  return `${JSON.stringify([...new Set(names)].sort(), null, 2)}\n`;
}
