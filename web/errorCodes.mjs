import { readFileSync } from "node:fs";

/** A plugin of GraphQL Code Generator: the server's error codes, and the temporary ones. */
export function plugin() {
  const codes = JSON.parse(readFileSync(new URL("../clients/error_codes.json", import.meta.url), "utf8"));
  const others = Object.keys(codes).filter((code) => !codes[code].of_mutations);
  const temporary = Object.keys(codes).filter((code) => codes[code].is_temporary);
  return [
    'import type { UserErrorCode } from "./schema.generated.ts";',
    `export type ServerErrorCode =\n  | UserErrorCode${others.map((code) => `\n  | "${code}"`).join("")};`,
    `export const temporaryCodes: readonly string[] = ${JSON.stringify(temporary)};\n`,
  ].join("\n\n");
}
