import { skipToken, useQuery, useSuspenseQuery } from "@apollo/client/react";
import { TimeZoneDocument } from "./TimeZone.generated";

/** The IANA time zone that the server's days begin in; undefined until it has said so. Totals of all time bring it. */
export function useTimeZone(): string | undefined {
  return useQuery(TimeZoneDocument).data?.statistics.timeZone;
}

/** Likewise, for what cannot be shown without it: suspends until it is there, where it is needed. */
export function useNeededTimeZone(needed: boolean): string {
  const { data } = useSuspenseQuery(TimeZoneDocument, needed ? {} : skipToken);
  return data?.statistics.timeZone ?? "UTC";
}
