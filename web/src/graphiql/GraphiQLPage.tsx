import { explorerPlugin } from "@graphiql/plugin-explorer";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { openSocket } from "../connection/openSocket";
import { SignIn } from "../session/SignIn";
import { SwitchUser } from "../session/SwitchUser";
import { authorization, useSession } from "../session/session";
import welcome from "./welcome.graphql?raw";

const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  fetch: async (input, init) =>
    fetch(input, { ...init, headers: { ...(await authorization()), ...init?.headers } }),
  wsClient: openSocket(),
});
const plugins = [HISTORY_PLUGIN, explorerPlugin()];

export function GraphiQLPage() {
  const { session } = useSession();
  if (session !== "signedIn") return <SignIn session={session} />;
  return (
    <>
      <GraphiQL fetcher={fetcher} plugins={plugins} initialQuery={welcome} />
      <SwitchUser />
    </>
  );
}
