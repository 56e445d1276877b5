import { Kind, print, stripIgnoredCharacters, visit } from "graphql";

/**
 * A plugin of GraphQL Code Generator: each operation as a text, with the types of its data and variables, and as a
 * function that sends it. Sending it needs no library.
 */
export function plugin(_schema, documents) {
  const definitions = documents.flatMap(({ document }) => document.definitions);
  const isFragment = ({ kind }) => kind === Kind.FRAGMENT_DEFINITION;
  const fragments = Object.fromEntries(definitions.filter(isFragment).map((one) => [one.name.value, one]));
  const texts = definitions
    .filter((one) => !isFragment(one))
    .map((operation) => {
      const used = new Set([operation]);
      for (const definition of used)
        visit(definition, { [Kind.FRAGMENT_SPREAD]: ({ name }) => void used.add(fragments[name.value]) });
      const { value } = operation.name;
      const type = value + operation.operation[0].toUpperCase() + operation.operation.slice(1);
      const text = stripIgnoredCharacters([...used].map(print).join("\n"));
      const constant = `export const ${value}Document: TypedText<${type}, ${type}Variables> =\n  ${JSON.stringify(text)};\n`;
      return `${constant}\n${operation.operation === "subscription" ? subscribing(value, type) : sending(operation, type)}`;
    });
  const imports = [
    'import type { Connection, RequestOptions } from "./access/connection.ts";',
    'import type { TypedText } from "./access/request.ts";',
    'import type { Sink } from "./access/socket.ts";',
  ];
  return { prepend: imports, content: texts.join("\n") };
}

function sending({ name: { value }, variableDefinitions }, type) {
  const isRequired = variableDefinitions.some(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  const variables = `variables: ${type}Variables${isRequired ? "" : " = {}"}`;
  return `export function ${functionName(value)}(connection: Connection, ${variables}, options?: RequestOptions): Promise<${type}> {
  return connection.request(${value}Document, variables, options);
}
`;
}

function subscribing(value, type) {
  return `export function ${functionName(value)}(connection: Connection, variables: ${type}Variables, sink: Sink): () => void {
  return connection.socket.subscribe({ query: String(${value}Document), variables }, sink);
}
`;
}

const functionName = (operation) => operation[0].toLowerCase() + operation.slice(1);
