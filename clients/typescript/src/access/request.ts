import { isRawJSON, stringifyExactly } from "./json.ts";

/** An operation to send. Each `Blob` in its variables is sent as a part of a multipart request. */
export interface GraphQLRequest {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/**
 * The text of an operation, with the types of its data and variables: a string, or the output of GraphQL Code Generator
 * with `documentMode: "string"`. For a `DocumentNode`, pass `print(document)`.
 */
export interface TypedText<Data = unknown, Variables = Record<string, unknown>> {
  toString(): string;
  __apiType?: (variables: Variables) => Data;
}

/** Returns the body of a request: JSON, or a form if the variables contain files. */
export function bodyOf(request: GraphQLRequest): string | FormData {
  const files: [path: string, file: Blob][] = [];
  const variables = withoutFiles(request.variables, "variables", files);
  const json = stringifyExactly({ ...request, variables });
  if (files.length === 0) return json;
  const form = new FormData();
  form.append("operations", json);
  form.append("map", JSON.stringify(Object.fromEntries(files.map(([path], place) => [place, [path]]))));
  for (const [place, [, file]] of files.entries()) form.append(String(place), file, "image");
  return form;
}

function withoutFiles(value: unknown, path: string, files: [string, Blob][]): unknown {
  if (value instanceof Blob) {
    files.push([path, value]);
    return null;
  }
  if (Array.isArray(value)) return value.map((one, place) => withoutFiles(one, `${path}.${place}`, files));
  // Other objects, such as a date, serialize themselves.
  if (
    Object.prototype.toString.call(value) !== "[object Object]" ||
    typeof Object(value).toJSON === "function"
  )
    return value;
  if (isRawJSON(value)) return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, one]) => [name, withoutFiles(one, `${path}.${name}`, files)]),
  );
}
