import { ApolloProvider } from "@apollo/client/react";
import { lazy, useEffect, useState } from "react";
import { useRoute } from "wouter";
import { createApolloClient } from "../connection/apollo";
import { SocketContext } from "../connection/Connection";
import { createSocket } from "../connection/socket";
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
const Administration = lazy(() => import("../administration/Administration"));
const TrashPage = lazy(() => import("../trash/TrashPage"));
const WebhooksPage = lazy(() => import("../webhooks/WebhooksPage"));

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
 * The page of one user. Each session has its own cache and socket, so that signing out leaves nothing behind.
 */
function SignedIn({ user }: { user: string | undefined }) {
  const [isAdministration] = useRoute("/admin/*?");
  const [isTrash] = useRoute("/trash/*?");
  const [isWebhooks] = useRoute("/webhooks/*?");
  const [socket] = useState(createSocket);
  const [client] = useState(() => createApolloClient(socket, statisticsSeen(user)));
  useEffect(() => keepStatistics(client, user), [client, user]);
  useEffect(() => () => client.stop(), [client]);
  return (
    <SocketContext value={socket}>
      <ApolloProvider client={client}>
        <Deletions>
          <Downloads>
            <Exports>
              {/* Without a boundary below the client, a component that suspends would have the client
                  created again and again. */}
              <Later>
                {isAdministration && <Administration />}
                {isTrash && <TrashPage />}
                {isWebhooks && <WebhooksPage />}
                {!isAdministration && !isTrash && !isWebhooks && <HistoryPage />}
              </Later>
            </Exports>
          </Downloads>
        </Deletions>
      </ApolloProvider>
    </SocketContext>
  );
}
