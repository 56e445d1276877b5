import { ApolloLink, makeVar } from "@apollo/client";
import { map } from "rxjs";

/** The names of the databases that are missing from the latest answers. */
export const missingDatabases = makeVar<readonly string[]>([]);

/**
 * Passes on the data of the databases that answered, and records which others are missing. An answer without data
 * remains an error, since the requested data may be in a missing database.
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

/** Whether a field of `admin` is empty. A scalar counts as empty. */
function isNothing(found: unknown): boolean {
  if (typeof found !== "object" || found === null) return true;
  const { nodes, edges, totalCount } = found as Found;
  return (Array.isArray(found) ? found : (nodes ?? edges))?.length === 0 || totalCount?.value === 0;
}
