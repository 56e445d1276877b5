import { TaskRecordError } from "../errors.ts";
import { type Answer, errorOf, readAnswer } from "./answer.ts";
import { parseExactly } from "./json.ts";
import { pauseMs, wait } from "./pause.ts";
import { bodyOf, type GraphQLRequest, type TypedText } from "./request.ts";
import { Socket } from "./socket.ts";
import { currentToken, mostRefused, subjectOf, type Token } from "./token.ts";

export interface ConnectionOptions {
  /** The address of the GraphQL endpoint; by default `/graphql` of the page's own origin. */
  url?: string | URL;
  token: Token;
  /** Milliseconds for which temporary failures are retried; 10,000 by default. */
  patience?: number;
  /** Parses responses. By default, integers beyond 2^53 are a `bigint`, and all other numbers a `number`. */
  parse?: (json: string) => unknown;
  /** The class for subscriptions, for a runtime without its own `WebSocket`, such as that of the package `ws`. */
  webSocket?: typeof WebSocket | undefined;
}

export interface RequestOptions {
  signal?: AbortSignal | undefined;
  /** Whether the client may retry after it may have been executed; by default true for queries, false for mutations. */
  isRepeatable?: boolean;
}

/** Milliseconds to wait for a response: longer than the server's own limit for an operation, without and with files. */
const longestMs = 35_000;
const longestWithFilesMs = 300_000;

/** Sends operations over HTTP, or over the WebSocket that all subscriptions share. */
export class Connection {
  readonly url: string;
  readonly patience: number;
  readonly socket: Socket;
  readonly #token: Token;
  readonly #parse: (json: string) => unknown;

  constructor({
    url = "/graphql",
    token,
    patience = 10_000,
    parse = parseExactly,
    webSocket,
  }: ConnectionOptions) {
    this.url = new URL(url, globalThis.location?.href).href;
    this.patience = patience;
    this.#token = token;
    this.#parse = parse;
    this.socket = new Socket(this.url.replace(/^http/, "ws"), token, parse, webSocket);
  }

  /** Sends an operation and returns the data of the response. Throws a `TaskRecordError` for its first error. */
  async request<Data, Variables>(
    document: TypedText<Data, Variables>,
    variables: Variables,
    options: RequestOptions = {},
  ): Promise<Data> {
    const request = { query: String(document), variables: variables as Record<string, unknown> };
    const { data, errors = [] } = await this.execute(request, options);
    if (errors[0]) throw errorOf(errors[0], errors);
    return data as Data;
  }

  /**
   * Sends an operation and returns the response, with its errors. Throws if there is no response, or if the failure is
   * still temporary when `patience` ends.
   */
  async execute(request: GraphQLRequest, { signal, isRepeatable }: RequestOptions = {}): Promise<Answer> {
    const body = bodyOf(request);
    const mayRepeat = isRepeatable ?? !/^\s*mutation\b/m.test(request.query);
    const until = performance.now() + this.patience;
    const pauseAfter = (error: unknown, attempts: number) => {
      if (!(error instanceof TaskRecordError && error.isTemporary)) return undefined;
      // A request that exceeds a rate limit is not executed.
      if (!mayRepeat && error.code !== "RATE_LIMITED") return undefined;
      const pause = pauseMs(attempts, error);
      return performance.now() + pause > until ? undefined : pause;
    };
    for (let attempts = 1; ; attempts += 1) {
      let pause: number | undefined;
      try {
        const answer = await this.#attempt(body, signal);
        pause = pauseAfter(failureIn(answer), attempts);
        if (pause === undefined) return answer;
      } catch (error) {
        pause = pauseAfter(error, attempts);
        if (pause === undefined) throw error;
      }
      await wait(pause, signal);
    }
  }

  /** Returns the user of the token, which only the server verifies; empty if the token has no `sub`. */
  async caller(): Promise<string> {
    return subjectOf(await currentToken(this.#token));
  }

  /** Sends the request once, and again with a new token each time that the server refuses one. */
  async #attempt(body: string | FormData, signal: AbortSignal | undefined): Promise<Answer> {
    let token = await currentToken(this.#token);
    for (let refusals = 1; ; refusals += 1) {
      const answer = await this.#send(body, token, signal);
      const isRefused = answer.errors?.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED");
      if (!isRefused || token === null || refusals > mostRefused) return answer;
      const another = await currentToken(this.#token, token);
      if (another === token) return answer;
      token = another;
    }
  }

  async #send(
    body: string | FormData,
    token: string | null,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const isText = typeof body === "string";
    const headers: Record<string, string> = { Accept: "application/graphql-response+json, application/json" };
    if (isText) headers["Content-Type"] = "application/json";
    if (token !== null) headers.Authorization = `Bearer ${token}`;
    const limit = AbortSignal.timeout(isText ? longestMs : longestWithFilesMs);
    const until = signal ? AbortSignal.any([signal, limit]) : limit;
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.url, { method: "POST", headers, body, signal: until });
      text = await response.text();
    } catch (cause) {
      signal?.throwIfAborted();
      throw new TaskRecordError("NO_ANSWER", `${this.url} does not answer: ${cause}`, { cause });
    }
    return readAnswer(response, text, this.#parse);
  }
}

/** Returns the error of a response whose top-level fields are not complete. Errors below them leave usable data. */
function failureIn({ data, errors = [] }: Answer): TaskRecordError | undefined {
  const isPartial = data != null && !Object.values(data).includes(null);
  return errors[0] && !isPartial ? errorOf(errors[0]) : undefined;
}
