import { execute, parse, subscribe } from "graphql";
import { makeServer } from "graphql-ws";
import { type Server, schema } from "./server";

/** The class of WebSockets that are connected to this server, in the same process. */
export function socketsOf(server: Server) {
  const protocol = makeServer({
    // They must come from the same instance of GraphQL.js as the schema.
    execute,
    subscribe,
    onConnect: ({ connectionParams }) => server.userOf(String(connectionParams?.Authorization)) !== undefined,
    onSubscribe: ({ connectionParams }, _id, { operationName, query, variables }) => {
      server.asked.push({ operationName: operationName ?? "", variables: variables ?? {} });
      const rootValue = server.rootOf(server.userOf(String(connectionParams?.Authorization)) ?? "");
      return { schema, document: parse(query), variableValues: variables, rootValue };
    },
  });

  return class Socket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly OPEN = Socket.OPEN;
    readyState = Socket.CONNECTING;
    onopen = () => undefined;
    onmessage = (_: { data: string }) => undefined;
    onclose = (_: CloseEvent) => undefined;
    onerror = () => undefined;
    send: (data: string) => void = () => undefined;
    #closed: (code: number, reason: string) => void = () => undefined;

    constructor() {
      void this.#open();
    }

    async #open() {
      await server.connecting();
      this.readyState = Socket.OPEN;
      const opened = {
        protocol: "graphql-transport-ws",
        send: (data: string) => void this.onmessage({ data }),
        close: (code?: number, reason?: string) => this.close(code, reason),
        onMessage: (receive: (data: string) => Promise<void>) => {
          this.send = (data) => void receive(data);
        },
      };
      this.#closed = protocol.opened(opened, undefined);
      this.onopen();
    }

    close(code = 1000, reason = "") {
      this.readyState = Socket.CLOSED;
      void this.#closed(code, reason);
      this.onclose(new CloseEvent("close", { code, reason, wasClean: true }));
    }
  };
}
