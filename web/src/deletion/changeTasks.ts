import type { ApolloClient, TypedDocumentNode } from "@apollo/client";
import { Refused } from "@task-record/client";
import type { UserErrorCode } from "@task-record/client/schema.generated";
import { retryWhenLimited } from "../connection/retryWhenLimited";

interface Payload {
  errors: { code: UserErrorCode; message: string; field: string[] | null; details: unknown }[];
}

/**
 * Changes up to 100 tasks on the server, which changes all or none. It names the tasks that it refuses; this tries
 * again without them. Returns the ids of the missing tasks, and of those whose state does not allow the change.
 */
export async function changeTasks<Data extends Record<keyof Data, Payload | null>>(
  client: ApolloClient,
  mutation: TypedDocumentNode<Data, { ids: string[] }>,
  ids: string[],
): Promise<{ missing: string[]; kept: string[] }> {
  const [missing, kept]: [string[], string[]] = [[], []];
  for (let left = ids; left.length > 0; ) {
    const { data } = await retryWhenLimited(() => client.mutate({ mutation, variables: { ids: left } }));
    const [error] = Object.values<Payload | null>(data ?? {})[0]?.errors ?? [];
    if (!error) break;
    const { taskIds, taskId } = (error.details ?? {}) as { taskIds?: string[]; taskId?: string };
    const named = taskIds ?? (taskId ? [taskId] : []);
    const others = left.filter((id) => !named.includes(id));
    if (others.length === left.length) throw new Refused(error);
    (error.code === "NOT_FOUND" ? missing : kept).push(...named);
    left = others;
  }
  return { missing, kept };
}
