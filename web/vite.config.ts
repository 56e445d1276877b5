import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    // Monaco's workers and the editor itself are single large files; they load with /graphiql only.
    chunkSizeWarningLimit: 5000,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ["index.html", "graphiql.html"],
      // React Compiler output in GraphiQL carries directives that mean nothing to a bundler.
      onwarn(warning, warn) {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  server: { proxy: { "/graphql": { target: server, ws: true } } },
});
