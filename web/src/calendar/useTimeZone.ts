import { skipToken, useQuery, useSuspenseQuery } from "@apollo/client/react";
import { TimeZoneDocument } from "./TimeZone.generated";

/** The IANA time zone that the server's days begin in; undefined until it has said so. Totals of all time bring it. */
export function useTimeZone(): string | undefined {
  return useQuery(TimeZoneDocument).data?.statistics.timeZone;
}

/** Likewise, for what cannot be shown without it: suspends where it is needed, and never once it has been told. */
export function useNeededTimeZone(needed: boolean): string {
  const told = useQuery(TimeZoneDocument, { fetchPolicy: "cache-only" }).data?.statistics?.timeZone;
  const { data } = useSuspenseQuery(TimeZoneDocument, needed && !told ? {} : skipToken);
  return told ?? data?.statistics.timeZone ?? "UTC";
}
