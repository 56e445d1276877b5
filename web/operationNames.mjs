/** A plugin of GraphQL Code Generator: the names of all operations, which the server measures under their own. */
export function plugin(_schema, documents) {
  const definitions = documents.flatMap(({ document }) => document.definitions);
  const names = definitions
    .filter(({ kind }) => kind === "OperationDefinition")
    .map(({ name }) => name.value);
  return `${JSON.stringify(names.sort(), null, 2)}\n`;
}
