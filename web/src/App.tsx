import { ApolloProvider } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { createApolloClient } from "./apollo";
import { HistoryPage } from "./HistoryPage";
import { SocketContext } from "./live/Connection";
import { createSocket } from "./live/socket";
import { SignIn } from "./menu/SignIn";
import { useSession } from "./session";

export function App() {
  const session = useSession();
  return session === "signedIn" ? <SignedIn /> : <SignIn session={session} />;
}

/** A session has a cache and a socket of its own: signing out leaves nothing behind. */
function SignedIn() {
  const [socket] = useState(createSocket);
  const [client] = useState(() => createApolloClient(socket));
  useEffect(
    () => () => {
      client.stop();
    },
    [client],
  );
  return (
    <SocketContext value={socket}>
      <ApolloProvider client={client}>
        <HistoryPage />
      </ApolloProvider>
    </SocketContext>
  );
}
