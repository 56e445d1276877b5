import { useLocation, useSearch } from "wouter";

/** Closes what is open over the list: a step back where one came from there, else to the list itself. */
export function useBackToList(): () => void {
  const [, navigate] = useLocation();
  const search = useSearch();
  return () => {
    if (history.state?.fromPage) history.back();
    else navigate(`/${search && `?${search}`}`, { replace: true });
  };
}
