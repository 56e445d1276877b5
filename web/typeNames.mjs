import { isInterfaceType, isObjectType } from "graphql";

/** A plugin of GraphQL Code Generator: the types without an id, and the types of each interface, for caches. */
export function plugin(schema) {
  const types = Object.values(schema.getTypeMap());
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const withoutId = types.filter(
    (type) =>
      isObjectType(type) && !type.name.startsWith("__") && !roots.includes(type) && !type.getFields().id,
  );
  const names = (some) => some.map(({ name }) => name);
  const possible = types
    .filter(isInterfaceType)
    .map((type) => [type.name, names(schema.getPossibleTypes(type))]);
  const write = (value) => JSON.stringify(value, null, 2);
  return [
    `export const typesWithoutId = ${write(names(withoutId).sort())};`,
    `export const possibleTypes = ${write(Object.fromEntries(possible))};`,
    "",
  ].join("\n\n");
}
