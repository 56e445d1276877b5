import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type EnvironmentOptions, type Plugin } from "vite";
import { client } from "./client.config.ts";

const server = "http://127.0.0.1:8000";

// Built separately: together, the pages would share chunks that each needs only in part.
const builds: Record<string, EnvironmentOptions> = {
  client: {
    build: {
      rolldownOptions: {
        input: "index.html",
        // In one file, what the page begins with is smaller than in as many as there are ways to share it.
        output: { codeSplitting: { groups: [{ name: "history", tags: ["$initial"] }] } },
      },
    },
  },
  graphiql: { consumer: "client", build: { rolldownOptions: { input: "graphiql.html" } } },
};

export default defineConfig(({ command }) => ({
  plugins: [react(), manifest(), shellFirst(), laterStylesLast(), brotli()],
  resolve: {
    ...client,
    // RxJS without helpers for browsers that have no classes.
    conditions: ["es2015", ...defaultClientConditions],
  },
  ...(command === "build" && { environments: builds }),
  builder: {
    async buildApp({ build, environments }) {
      await rm("dist", { recursive: true, force: true });
      await Promise.all(Object.values(environments).map(build));
    },
  },
  build: {
    emptyOutDir: false,
    reportCompressedSize: false,
    // Monaco's workers and the editor itself are single large files; they load with /graphiql only.
    chunkSizeWarningLimit: 5000,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      experimental: { lazyBarrel: true },
      // React Compiler output in GraphiQL carries directives that mean nothing to a bundler.
      onwarn(warning, warn) {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  // GraphiQL's workers can only be built.
  optimizeDeps: { entries: "index.html" },
  server: { proxy: { "/graphql": { target: server, ws: true }, "/export": server } },
}));

/** What browsers install the history page by. */
function manifest(): Plugin {
  const icons = [
    { file: "icon.svg", type: "image/svg+xml", sizes: "any" },
    { file: "icon-192.png", type: "image/png", sizes: "192x192" },
    { file: "icon-512.png", type: "image/png", sizes: "512x512" },
    { file: "icon-maskable-512.png", type: "image/png", sizes: "512x512", purpose: "maskable" },
  ];
  return {
    name: "manifest",
    apply: "build",
    applyToEnvironment: ({ name }) => name === "client",
    // Asked for each page, whatever the environment.
    transformIndexHtml: (_, { path }) =>
      path === "/index.html"
        ? [{ tag: "link", attrs: { rel: "manifest", href: "/manifest.webmanifest" }, injectTo: "head" }]
        : [],
    async generateBundle() {
      const named = icons.map(async ({ file, ...icon }) => {
        const source = await readFile(join("icons", file));
        const reference = this.emitFile({ type: "asset", name: file, source });
        return { src: `/${this.getFileName(reference)}`, ...icon };
      });
      const content = {
        id: "/",
        name: "任务记录 · Task record",
        short_name: "任务记录",
        lang: "zh-CN",
        start_url: "/",
        scope: "/",
        display: "standalone",
        background_color: "#f5f6fa",
        theme_color: "#f5f6fa",
        icons: await Promise.all(named),
        shortcuts: [{ name: "新建任务 · New task", url: "/new" }],
      };
      this.emitFile({ type: "asset", fileName: "manifest.webmanifest", source: JSON.stringify(content) });
    },
  };
}

/**
 * Moves the page's styles below what is shown at once, which has its own and would wait for them. The script waits for
 * them all the same.
 */
function shellFirst(): Plugin {
  return {
    name: "shell-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { path }) {
        if (path !== "/index.html") return html;
        const styles = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
        const without = styles.reduce((text, link) => text.replace(link, ""), html);
        return without.replace("  </body>", `${styles.join("")}  </body>`);
      },
    },
  };
}

/** Has the styles of parts that are loaded later follow those of the page, which `shellFirst` has put into the body. */
function laterStylesLast(): Plugin {
  const inHead = "document.head.appendChild(link)";
  return {
    name: "later-styles-last",
    apply: "build",
    transform: {
      filter: { id: /vite\/preload-helper/ },
      handler(code) {
        if (!code.includes(inHead)) this.error(`Vite's preload helper has no ${inHead}`);
        return { code: code.replace(inHead, "document.body.appendChild(link)"), map: null };
      },
    },
  };
}

/** Writes `name.br` next to each file worth compressing, so that the server need not. */
function brotli(): Plugin {
  return {
    name: "brotli",
    apply: "build",
    async writeBundle({ dir = "." }, bundle) {
      const quality = this.environment.name === "graphiql" ? 5 : 11;
      const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
      const names = Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const path = join(dir, name);
          await writeFile(`${path}.br`, await promisify(brotliCompress)(await readFile(path), { params }));
        }),
      );
    },
  };
}
