import { useLocation } from "wouter";

/** Closes what has an address of its own: a step back where one came from the page, else to `address`. */
export function useBack(address: string): () => void {
  const [, navigate] = useLocation();
  return () => {
    if (history.state?.fromPage) history.back();
    else navigate(address, { replace: true });
  };
}
