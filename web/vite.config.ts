import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const server = "http://127.0.0.1:8000";

// The pages are built one after the other: built together, they would share chunks that each needs a part of.
export default defineConfig(({ mode }) => ({
  plugins: [react(), brotli(mode === "graphiql" ? 5 : 11)],
  build: {
    emptyOutDir: mode === "production",
    // Monaco's workers and the editor itself are single large files; they load with /graphiql only.
    chunkSizeWarningLimit: 5000,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    ...(mode === "service" && {
      lib: { entry: "src/service/taskHistory.ts", fileName: "task-history", formats: ["es"] },
    }),
    rolldownOptions: {
      ...(mode !== "service" && { input: mode === "graphiql" ? "graphiql.html" : "index.html" }),
      // React Compiler output in GraphiQL carries directives that mean nothing to a bundler.
      onwarn(warning, warn) {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  server: { proxy: { "/graphql": { target: server, ws: true } } },
}));

/** Writes `name.br` beside what is worth compressing, so that the server need not. */
function brotli(quality: number): Plugin {
  return {
    name: "brotli",
    apply: "build",
    writeBundle({ dir = "." }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const path = join(dir, name);
        const options = { params: { [constants.BROTLI_PARAM_QUALITY]: quality } };
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), options));
      }
    },
  };
}
