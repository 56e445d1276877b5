import type { ApolloClient, InMemoryCache, NormalizedCacheObject } from "@apollo/client";

const storageKey = "task-record.statistics";

/** The statistics that the user has seen in this tab, shown after a reload until the server has answered. */
export function statisticsSeen(user: string | undefined): NormalizedCacheObject {
  const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
  return user !== undefined && kept.user === user ? kept.seen : {};
}

/**
 * Keeps the statistics when the page is left. Returns a function that ends this and removes them, for the
 * session's end.
 */
export function keepStatistics(client: ApolloClient, user: string | undefined): () => void {
  const keep = () => {
    const { ROOT_QUERY, ...objects } = (client.cache as InMemoryCache).extract();
    const seen = { ...statisticsOf(objects), ROOT_QUERY: statisticsOf(ROOT_QUERY ?? {}) };
    sessionStorage.setItem(storageKey, JSON.stringify({ user, seen }));
  };
  addEventListener("pagehide", keep);
  return () => {
    removeEventListener("pagehide", keep);
    sessionStorage.removeItem(storageKey);
  };
}

function statisticsOf(cached: object): object {
  return Object.fromEntries(Object.entries(cached).filter(([name]) => /^statistics/i.test(name)));
}
