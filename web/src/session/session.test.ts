import { expect, test } from "vitest";
import { userOf } from "./session";

/** A JWT with these claims and an invalid signature. */
function token(claims: unknown): string {
  const encoded = [{ alg: "HS256" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${encoded.join(".")}.signature`;
}

test.each(["alice", "f3c1a8e2-0b1d-4c55-9a53-0f6f8a1f2c11", "", "??>>??~~", "a".repeat(1000)])(
  "a token names its user, %j",
  (sub) => expect(userOf(token({ sub, exp: 1 }))).toBe(sub),
);

test("users with names beyond ASCII are distinguished", () => {
  const users = ["小明", "小红", "é", "e"].map((sub) => userOf(token({ sub })));
  expect(new Set(users).size).toBe(4);
});

test.each([null, "", "not a token", "a.b.c", "..", "eyJ.%%%.x", token(null), token(5), token({}), token([])])(
  "%j names nobody",
  (text) => expect(userOf(text)).toBeUndefined(),
);
