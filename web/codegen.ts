import type { CodegenConfig } from "@graphql-codegen/cli";

const ofPage = ["src/**/*.graphql", "!src/graphiql"];
const ofClients = ["../clients/operations/*.graphql"];
const types = {
  // Descriptions stay in the schema: a better word there is no drift here.
  disableDescriptions: true,
  arrayInputCoercion: false,
  scalars: {
    ID: "string",
    DateTime: "string",
    Date: "string",
    URL: "string",
    BigInt: "number",
    JSON: "unknown",
    Decimal: "string",
    Upload: "Blob",
  },
};

export default {
  schema: "../schema/schema.graphql",
  config: { sort: false }, // keeps the order of enum values; documents are not sorted either
  generates: {
    // The enums and inputs that an operation of the page or of the client uses. Each is declared only here.
    "../clients/typescript/src/schema.generated.ts": {
      documents: [...ofPage, ...ofClients],
      plugins: ["typescript-operations"],
      config: {
        ...types,
        generateOperationTypes: false,
        enumType: "const",
        skipDocumentsValidation: true, // some names are in both, and each is validated below
      },
    },
    "src/": {
      documents: ofPage,
      preset: "near-operation-file",
      presetConfig: { extension: ".generated.ts" },
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        ...types,
        importSchemaTypesFrom: "~@task-record/client/schema.generated",
        nonOptionalTypename: true,
        skipTypeNameForRoot: true,
        customDirectives: { apolloUnmask: true },
        inlineFragmentTypes: "mask",
        useTypeImports: true,
      },
    },
    "../server/observation/page_operations.json": { documents: ofPage, plugins: ["./operationNames.mjs"] },
    "../clients/typescript/src/api.generated.ts": {
      documents: ofClients,
      documentTransforms: [
        {
          transform: ({ documents }) =>
            documents.sort((a, b) => (a.location ?? "").localeCompare(b.location ?? "")),
        },
      ],
      plugins: ["typescript-operations", "./typedText.mjs"],
      config: {
        ...types,
        importSchemaTypesFrom: "../clients/typescript/src/schema.generated.ts",
        importExtension: ".ts",
        skipTypename: true,
        inlineFragmentTypes: "inline",
        useTypeImports: true,
      },
    },
    "../clients/typescript/src/types.generated.ts": { plugins: ["./typeNames.mjs"] },
    "../clients/typescript/src/errors.generated.ts": { plugins: ["./errorCodes.mjs"] },
  },
} satisfies CodegenConfig;
