import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { client } from "./client.config.ts";

// As in the page that is built: React mounts nothing twice to find mistakes.
process.env.NODE_ENV = "production";

export default defineConfig({
  plugins: [react()],
  resolve: client,
  test: {
    // What a file leaves in its modules is nothing that another file reads.
    isolate: false,
    projects: [
      { extends: true, test: { name: "modules", include: ["src/**/*.test.{ts,tsx}"], environment: "node" } },
      {
        extends: true,
        test: { name: "page", include: ["tests/**/*.test.ts"], environment: "jsdom", testTimeout: 60_000 },
      },
    ],
  },
});
