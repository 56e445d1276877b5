import { expect, test } from "vitest";
import type { Found } from "./useVerification";
import { labelIn, sourceOf, verdictOf } from "./verdict";

const unsigned: Found = {
  __typename: "ImageVerification",
  provenance: { __typename: "Provenance", isSigned: false, aigcLabel: null, digitalSourceType: null },
  isIntact: null,
  isTrusted: null,
  signer: null,
  task: null,
  recognisedBy: null,
};
const signed = { ...unsigned, isIntact: true, isTrusted: false, signer: "A" };

test("the verdict depends on the signature and its trust", () => {
  expect(verdictOf(unsigned)).toEqual({ verdict: "unsigned", tone: "unknown" });
  expect(verdictOf(signed)).toEqual({ verdict: "claimed", tone: "unknown" });
  expect(verdictOf({ ...signed, isTrusted: true })).toEqual({ verdict: "trusted", tone: "good" });
  expect(verdictOf({ ...signed, isIntact: false, isTrusted: true })).toEqual({
    verdict: "changed",
    tone: "bad",
  });
  const unread = { ...unsigned, provenance: { ...unsigned.provenance, isSigned: null } };
  expect(verdictOf(unread).verdict).toBe("unread");
});

test("a label names who made the picture, and who passed it on", () => {
  expect(labelIn(null)).toBeNull();
  expect(labelIn({ Label: "1", ContentProducer: "某某公司" })).toEqual({
    producer: "某某公司",
    propagator: "",
  });
  expect(labelIn({ ContentPropagator: "B" })).toEqual({ producer: "?", propagator: "B" });
});

test("a known term of IPTC is translated, another unchanged", () => {
  expect(sourceOf("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")).toEqual({
    known: "trainedAlgorithmicMedia",
  });
  expect(sourceOf("a:b")).toEqual({ other: "a:b" });
  expect(sourceOf(null)).toEqual({});
});
