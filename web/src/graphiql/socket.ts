import { createClient } from "graphql-ws";
import { authorization, bearerIn, expireSession, isSignedInAgain } from "../session/session";

/** Creates the WebSocket of GraphiQL, which has no client of its own. */
export function createSocket() {
  let greeting: Record<string, string> = {};
  return createClient({
    url: `${location.origin.replace(/^http/, "ws")}/graphql`,
    connectionParams: async () => {
      greeting = await authorization();
      return greeting;
    },
    keepAlive: 15_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    on: {
      closed(event) {
        if (event instanceof CloseEvent && (event.code === 4401 || event.code === 4403))
          expireSession(bearerIn(greeting));
      },
    },
    async retryWait(retries) {
      const maxWaitMs = Math.min(500 * 2 ** retries, 15_000);
      await new Promise((resolve) => setTimeout(resolve, maxWaitMs * (0.5 + Math.random() / 2)));
      await isSignedInAgain();
    },
  });
}
