import { readFileSync } from "node:fs";
import { buildSchema, isEnumType } from "graphql";

/** A plugin of GraphQL Code Generator: the values of each enum. What the generator calls the schema is sorted by name. */
export function plugin() {
  const schema = buildSchema(readFileSync(new URL("../schema/schema.graphql", import.meta.url), "utf8"));
  const enums = Object.values(schema.getTypeMap()).filter(
    (type) => isEnumType(type) && !type.name.startsWith("__"),
  );
  const values = (type) => JSON.stringify(type.getValues().map(({ name }) => name));
  const written = enums.map((type) => `export const all${type.name} = ${values(type)} as const;`);
  return `${written.sort().join("\n")}\n`;
}
