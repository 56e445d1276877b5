import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./graphiql.css";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { createClient } from "graphql-ws";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { authorization, startSession } from "../session";
import welcome from "./welcome.graphql?raw";

startSession();

const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  fetch: async (input, init) =>
    fetch(input, { ...init, headers: { ...(await authorization()), ...init?.headers } }),
  wsClient: createClient({ url: "/graphql", connectionParams: authorization }),
});

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <GraphiQL fetcher={fetcher} plugins={[HISTORY_PLUGIN, explorerPlugin()]} initialQuery={welcome} />
  </StrictMode>,
);
