import { ApolloLink, makeVar } from "@apollo/client";
import { map } from "rxjs";

/** The names of databases that the latest answers lack; empty while none does. */
export const missingDatabases = makeVar<readonly string[]>([]);

/**
 * Takes the data of the databases that answer for the answer, and notes which others there are. Where there is nothing
 * in it, it remains an error: what was asked for may be in one of these.
 */
export const withoutMissing = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map((result) => {
      const others = result.errors?.filter((error) => !error.extensions?.databases);
      const lacking = result.errors?.find((error) => !others?.includes(error));
      if (!lacking) return result;
      missingDatabases(lacking.extensions?.databases as string[]);
      return Object.values(result.data?.admin ?? {}).every(isNothing)
        ? result
        : { ...result, errors: others };
    }),
  ),
);

interface Found {
  nodes?: unknown[];
  edges?: unknown[];
  totalCount?: { value: number };
}

/** Whether a field of `admin` has found nothing; what is no object says nothing of that. */
function isNothing(found: unknown): boolean {
  if (typeof found !== "object" || found === null) return true;
  const { nodes, edges, totalCount } = found as Found;
  return (Array.isArray(found) ? found : (nodes ?? edges))?.length === 0 || totalCount?.value === 0;
}
