import type { Found } from "./useVerification";

export type Verdict = "trusted" | "claimed" | "changed" | "unread" | "unsigned";

/** The value of a picture's signature. */
export function verdictOf(found: Found): { verdict: Verdict; tone: "good" | "bad" | "unknown" } {
  if (found.isIntact === false) return { verdict: "changed", tone: "bad" };
  if (found.isIntact) {
    return found.isTrusted ? { verdict: "trusted", tone: "good" } : { verdict: "claimed", tone: "unknown" };
  }
  return { verdict: found.provenance.isSigned === null ? "unread" : "unsigned", tone: "unknown" };
}

/** The producer and propagator in a label of GB 45438-2025; null without a label. */
export function labelIn(label: unknown): { producer: string; propagator: string } | null {
  if (!label || typeof label !== "object") return null;
  const text = (name: string) => String((label as Record<string, unknown>)[name] ?? "");
  return { producer: text("ContentProducer") || "?", propagator: text("ContentPropagator") };
}

const prefix = "http://cv.iptc.org/newscodes/digitalsourcetype/";
const known = ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "digitalCapture"] as const;

/** The digital source type of a picture: a term that the page has words for, or another. */
export function sourceOf(term: string | null): { known?: (typeof known)[number]; other?: string } {
  if (!term) return {};
  const name = term.replace(/^https:/, "http:").replace(prefix, "");
  const found = known.find((one) => one === name);
  return found ? { known: found } : { other: term };
}
