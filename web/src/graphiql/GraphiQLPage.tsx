import { explorerPlugin } from "@graphiql/plugin-explorer";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { SignIn } from "../session/SignIn";
import { SwitchUser } from "../session/SwitchUser";
import { authorization, useSession } from "../session/session";
import { createSocket } from "./socket";
import welcome from "./welcome.graphql?raw";

const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  fetch: async (input, init) =>
    fetch(input, { ...init, headers: { ...(await authorization()), ...init?.headers } }),
  wsClient: createSocket(),
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
