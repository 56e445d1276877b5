import { Kind, print, stripIgnoredCharacters, visit } from "graphql";

/**
 * A plugin of GraphQL Code Generator: each operation as a text, with the types of its data and variables. Sending it
 * needs no library.
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
      return `export const ${value}Document: TypedText<${type}, ${type}Variables> =\n  ${JSON.stringify(text)};\n`;
    });
  return { prepend: ['import type { TypedText } from "./access/request.ts";'], content: texts.join("\n") };
}
