import { TaskRecordError } from "../errors.ts";
import { type Answer, type AnswerError, errorOf } from "./answer.ts";
import { stringifyExactly } from "./json.ts";
import { pauseMs, wait } from "./pause.ts";
import type { GraphQLRequest } from "./request.ts";
import { currentToken, mostRefused, type Token } from "./token.ts";

/** Receives the results of an operation that was sent over the socket. */
export interface Sink {
  next: (answer: Answer) => void;
  error: (error: TaskRecordError) => void;
  complete: () => void;
  /** Called when the operation was sent: once, and again on each new connection. */
  sent?: () => void;
}

export type SocketState = "connected" | "lost" | "closed";

interface Message {
  type: "connection_ack" | "ping" | "pong" | "next" | "error" | "complete";
  id?: string;
  payload?: unknown;
}

interface Operation {
  request: GraphQLRequest;
  sink: Sink;
}

/** Milliseconds between two checks whether the server still sends messages. */
const silenceMs = 15_000;
const noWebSocket =
  "This runtime has no WebSocket for subscriptions. Use Node.js 22 or later, or pass the option `webSocket`, " +
  'such as `new TaskRecord({ url, token, webSocket: WebSocket })` with `import { WebSocket } from "ws"`.';
/** Codes with which the server closes a connection because it refuses the token. */
const refusals = [4401, 4403];

/**
 * A WebSocket with the protocol `graphql-transport-ws`. The first operation opens it, and it reconnects as long as an
 * operation is active. It gets a new token when one expires.
 */
export class Socket {
  readonly #url: string;
  readonly #token: Token;
  readonly #parse: (json: string) => unknown;
  readonly #WebSocket: typeof WebSocket | undefined;
  readonly #operations = new Map<string, Operation>();
  readonly #listeners = new Set<(state: SocketState) => void>();
  /** From the first operation until there is none. */
  #isRunning = false;
  /** The WebSocket, once the server has accepted its token. */
  #ready: WebSocket | undefined;
  #wasIdle = false;
  #leaving: AbortController | undefined;
  #lastId = 0;

  constructor(
    url: string,
    token: Token,
    parse: (json: string) => unknown,
    webSocket: typeof WebSocket | undefined = globalThis.WebSocket,
  ) {
    this.#WebSocket = webSocket;
    this.#url = url;
    this.#token = token;
    this.#parse = parse;
  }

  /** Calls the listener when the connection opens, is lost, or closes as idle. Returns a function that stops this. */
  on(listener: (state: SocketState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends an operation, again on each new connection, until it ends. Returns a function that ends it. */
  subscribe(request: GraphQLRequest, sink: Sink): () => void {
    if (!this.#WebSocket) {
      queueMicrotask(() => sink.error(new TaskRecordError("NO_WEBSOCKET", noWebSocket)));
      return () => {};
    }
    this.#lastId += 1;
    const id = String(this.#lastId);
    this.#operations.set(id, { request, sink });
    if (this.#ready) this.#begin(this.#ready, id);
    else void this.#run();
    return () => {
      if (this.#operations.delete(id) && this.#ready) send(this.#ready, { type: "complete", id });
      this.#closeIfIdle();
    };
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    let refused: string | undefined;
    for (let [attempts, refusedInARow] = [1, 0]; this.#operations.size > 0; attempts += 1) {
      let error: unknown;
      try {
        const token = await currentToken(this.#token, refused);
        if (this.#operations.size === 0) break;
        const end = await this.#connection(token);
        refused = end.isRefused ? (token ?? undefined) : undefined;
        refusedInARow = end.isRefused && !end.wasReady ? refusedInARow + 1 : 0;
        if (end.wasReady) attempts = 0;
      } catch (thrown) {
        error = thrown;
        refusedInARow += 1;
      }
      // An operation that arrived while the idle connection was closing gets a new connection immediately.
      const isWanted = this.#operations.size > 0 && !this.#wasIdle;
      this.#wasIdle = false;
      if (!isWanted) continue;
      this.#notify("lost");
      if (refusedInARow > mostRefused) {
        refusedInARow = 0;
        this.#fail(error);
        // An expired token is replaced immediately.
      } else if (refused === undefined || attempts > 0)
        await this.#pause(pauseMs(Math.max(attempts, 1), error));
    }
    this.#isRunning = false;
    this.#notify("closed");
  }

  /** Waits, but no longer than an operation is active. */
  async #pause(milliseconds: number): Promise<void> {
    this.#leaving = new AbortController();
    await wait(milliseconds, this.#leaving.signal).catch(() => undefined);
  }

  /** Connects, and returns when the connection has ended. */
  #connection(token: string | null): Promise<{ wasReady: boolean; isRefused: boolean }> {
    return new Promise((resolve) => {
      const socket = new (this.#WebSocket as typeof WebSocket)(this.#url, "graphql-transport-ws");
      let [isSilent, wasReady] = [false, false];
      const end = (isRefused: boolean) => {
        clearInterval(watch);
        this.#ready = undefined;
        socket.onmessage = socket.onclose = null;
        resolve({ wasReady, isRefused });
      };
      const watch = setInterval(() => {
        if (isSilent) socket.close();
        if (isSilent) end(false);
        else if (socket.readyState === socket.OPEN) send(socket, { type: "ping" });
        isSilent = true;
      }, silenceMs);
      socket.onopen = () =>
        send(socket, {
          type: "connection_init",
          payload: token === null ? {} : { Authorization: `Bearer ${token}` },
        });
      socket.onclose = ({ code }) => end(refusals.includes(code));
      socket.onmessage = ({ data }) => {
        isSilent = false;
        const message = this.#parse(String(data)) as Message;
        if (message.type === "connection_ack") wasReady = true;
        if (this.#receive(socket, message)) return;
        // Its token has expired: active operations are sent again over a new connection.
        socket.close();
        end(true);
      };
    });
  }

  /** Handles a message. Returns false if it reports that the token of the connection has expired. */
  #receive(socket: WebSocket, { type, id = "", payload }: Message): boolean {
    const sink = this.#operations.get(id)?.sink;
    if (type === "connection_ack") this.#accepted(socket);
    else if (type === "ping") send(socket, { type: "pong" });
    else if (type === "next" && isExpired((payload as Answer).errors)) return false;
    else if (type === "error" && isExpired(payload as AnswerError[])) return false;
    else if (type === "next") sink?.next(payload as Answer);
    else if (type === "error" || type === "complete") {
      this.#operations.delete(id);
      const [error] = type === "error" ? (payload as AnswerError[]) : [];
      if (error) sink?.error(errorOf(error));
      else sink?.complete();
      this.#closeIfIdle();
    }
    return true;
  }

  #accepted(socket: WebSocket): void {
    this.#ready = socket;
    for (const id of [...this.#operations.keys()]) this.#begin(socket, id);
    this.#notify("connected");
    this.#closeIfIdle();
  }

  #begin(socket: WebSocket, id: string): void {
    const operation = this.#operations.get(id);
    if (!operation) return;
    send(socket, { type: "subscribe", id, payload: operation.request });
    operation.sink.sent?.();
  }

  /** Ends all operations, since the server refuses every token. */
  #fail(cause: unknown): void {
    const isError = cause instanceof TaskRecordError;
    const error = isError
      ? cause
      : new TaskRecordError("UNAUTHENTICATED", "The server refuses the token.", { cause });
    const ended = [...this.#operations.values()];
    this.#operations.clear();
    for (const { sink } of ended) sink.error(error);
  }

  #closeIfIdle(): void {
    if (this.#operations.size > 0) return;
    this.#leaving?.abort();
    if (!this.#ready) return;
    this.#wasIdle = true;
    this.#ready.close(1000);
    this.#ready = undefined;
  }

  #notify(state: SocketState): void {
    for (const listener of this.#listeners) listener(state);
  }
}

function send(socket: WebSocket, message: object): void {
  if (socket.readyState === socket.OPEN) socket.send(stringifyExactly(message));
}

function isExpired(errors: readonly AnswerError[] = []): boolean {
  return errors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED");
}
