import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";

export interface Connection {
  /** The address of the API; by default `/graphql` on the page's own origin. */
  url?: string;
  /** Called before each request, and once more, with the token that the server has refused. */
  token: (refused?: string) => string | null | Promise<string | null>;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/** A request was refused as a whole, for example with `UNAUTHENTICATED` or `RATE_LIMITED`. */
export class RequestFailed extends Error {
  readonly code: unknown;
  /** The error's other properties, such as `retryAfter`. */
  readonly extensions: Record<string, unknown>;

  constructor(message: string, extensions: Record<string, unknown> = {}) {
    super(message);
    this.name = "RequestFailed";
    this.code = extensions.code;
    this.extensions = extensions;
  }
}

/**
 * Sends an operation. It is sent again if the network fails, or with another token; all operations here can
 * be repeated safely.
 */
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
