import { ApolloProvider } from "@apollo/client/react";
import { lazy, useEffect, useState } from "react";
import { useRoute } from "wouter";
import { createApolloClient, createConnection } from "../connection/apollo";
import { ConnectionContext } from "../connection/Connection";
import { Deletions } from "../deletion/Deletions";
import { Downloads } from "../download/Downloads";
import { Exports } from "../export/Exports";
import { SignIn } from "../session/SignIn";
import { SwitchUser } from "../session/SwitchUser";
import { useSession } from "../session/session";
import { keepStatistics, statisticsSeen } from "../statistics/statisticsSeen";
import { Later } from "../ui/Later";
import { HistoryPage } from "./HistoryPage";

const SignInAgain = lazy(() => import("../session/SignInAgain"));
/** The pages other than the history, by the beginning of their addresses. */
const pages = new Map([
  ["admin", lazy(() => import("../administration/Administration"))],
  ["boards", lazy(() => import("../boards/BoardsPage"))],
  ["links", lazy(() => import("../sharing/LinksPage"))],
  ["prompts", lazy(() => import("../finding/PromptsPage"))],
  ["trash", lazy(() => import("../trash/TrashPage"))],
  ["verify", lazy(() => import("../verification/VerificationPage"))],
  ["webhooks", lazy(() => import("../webhooks/WebhooksPage"))],
]);

export function App() {
  const { session, user } = useSession();
  if (session === "signedOut") return <SignIn session={session} />;
  return (
    <>
      <SignedIn key={user} user={user} />
      <SwitchUser />
      {session === "expired" && (
        <Later>
          <SignInAgain />
        </Later>
      )}
    </>
  );
}

/**
 * The page of one user. Each session has its own cache and connection, so signing out discards everything.
 */
function SignedIn({ user }: { user: string | undefined }) {
  const [, parameters] = useRoute("/:page?/*?");
  const Page = pages.get(parameters?.page ?? "") ?? HistoryPage;
  const [connection] = useState(createConnection);
  const [client] = useState(() => createApolloClient(connection, statisticsSeen(user)));
  useEffect(() => keepStatistics(client, user), [client, user]);
  useEffect(() => () => client.stop(), [client]);
  return (
    <ConnectionContext value={connection}>
      <ApolloProvider client={client}>
        <Deletions>
          <Downloads>
            <Exports>
              {/* Without a boundary below the client, a component that suspends would recreate the client. */}
              <Later>
                <Page />
              </Later>
            </Exports>
          </Downloads>
        </Deletions>
      </ApolloProvider>
    </ConnectionContext>
  );
}
