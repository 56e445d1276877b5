import type { CodegenConfig } from "@graphql-codegen/cli";

// Descriptions stay in the schema: a better word there is no drift here.
const disableDescriptions = true;
const scalars = {
  DateTime: "string",
  Date: "string",
  URL: "string",
  BigInt: "number",
  JSON: "unknown",
  Decimal: "string",
  Upload: "File",
};

function besideEachOperation(fragments: "mask" | "inline", documents: string[]) {
  return {
    documents,
    preset: "near-operation-file" as const,
    presetConfig: { baseTypesPath: "schema.generated.ts", extension: ".generated.ts" },
    plugins: ["typescript-operations", "typed-document-node"],
    config: {
      scalars,
      disableDescriptions,
      defaultScalarType: "unknown",
      nonOptionalTypename: fragments === "mask",
      skipTypename: fragments === "inline",
      skipTypeNameForRoot: true,
      customDirectives: { apolloUnmask: true },
      inlineFragmentTypes: fragments,
      useTypeImports: true,
    },
  };
}

export default {
  schema: "../schema/schema.graphql",
  generates: {
    "src/schema.generated.ts": {
      plugins: ["typescript"],
      config: { scalars, disableDescriptions, enumsAsTypes: true, onlyOperationTypes: true },
    },
    "src/": besideEachOperation("mask", ["src/**/*.graphql", "!src/graphiql"]),
    "../server/observation/page_operations.json": {
      documents: ["src/**/*.graphql", "!src/graphiql"],
      plugins: ["./operationNames.mjs"],
    },
    "../clients/typescript/src/api.generated.ts": {
      documents: ["../clients/operations/*.graphql"],
      plugins: ["typescript-operations", "./typedText.mjs"],
      config: {
        scalars: { ...scalars, ID: "string", Upload: "Blob" },
        disableDescriptions,
        skipTypename: true,
        inlineFragmentTypes: "inline",
        useTypeImports: true,
      },
    },
    "../clients/typescript/src/types.generated.ts": { plugins: ["./typeNames.mjs", "./enumValues.mjs"] },
    "../clients/typescript/src/errors.generated.ts": { plugins: ["./errorCodes.mjs"] },
  },
} satisfies CodegenConfig;
