import type { Client } from "graphql-ws";

export type Socket = Pick<Client, "on" | "subscribe">;

/** Milliseconds after which to try again to load what opens the WebSocket. */
const retryMs = 5000;

/** Creates the WebSocket that all subscriptions share. Its code is loaded beside what is shown first. */
export function createSocket(): Socket {
  const client = loadedClient();
  return {
    on(event, listener) {
      const stop = client.then((loaded) => loaded.on(event, listener));
      return () => void stop.then((leave) => leave());
    },
    subscribe(payload, sink) {
      let left = false;
      const stop = client.then((loaded) => (left ? undefined : loaded.subscribe(payload, sink)));
      return () => {
        left = true;
        void stop.then((leave) => leave?.());
      };
    },
  };
}

async function loadedClient(): Promise<Client> {
  for (;;) {
    try {
      return (await import("./openSocket")).openSocket();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
