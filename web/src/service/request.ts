import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";

export interface Connection {
  /** Where the API is; `/graphql` on the page's own origin when omitted. */
  url?: string;
  /** Asked before every request, and once more with what it gave when the server no longer takes that. */
  token: (refused?: string) => string | null | Promise<string | null>;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/** An error of the request as a whole, such as `UNAUTHENTICATED` or `RATE_LIMITED`. */
export class RequestFailed extends Error {
  readonly code: unknown;
  /** What else the error says, such as `retryAfter`. */
  readonly extensions: Record<string, unknown>;

  constructor(message: string, extensions: Record<string, unknown> = {}) {
    super(message);
    this.name = "RequestFailed";
    this.code = extensions.code;
    this.extensions = extensions;
  }
}

/** Sends an operation; repeats it when the network fails, or for another token, since every operation here is safe to repeat. */
export async function request<Data, Variables>(
  connection: Connection,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const body = JSON.stringify({ query: print(document), variables });
  const ask = async (token: string | null) => {
    const response = await fetchPatiently(connection.url ?? "/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body,
      signal: signal ?? null,
    });
    const answer = (await response.json()) as Answer<Data>;
    const error = answer.errors?.[0];
    if (error) throw new RequestFailed(error.message, error.extensions);
    if (!answer.data) throw new RequestFailed(`The server answered ${response.status}`);
    return answer.data;
  };
  const token = await connection.token();
  try {
    return await ask(token);
  } catch (error) {
    if (token === null || !(error instanceof RequestFailed) || error.code !== "UNAUTHENTICATED") throw error;
    const other = await connection.token(token);
    if (other === token) throw error;
    return ask(other);
  }
}

async function fetchPatiently(url: string, init: RequestInit): Promise<Response> {
  for (const wait of [500, 2000]) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return fetch(url, init);
}
