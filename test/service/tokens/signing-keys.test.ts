import { expect, test } from "vitest";
import type { SigningKey } from "../../../service/src/config";
import { SigningKeys } from "../../../service/src/tokens/signing-keys";

function key(kid: string, nbf?: number): SigningKey {
  return { kty: "OKP", crv: "Ed25519", x: "", d: "", kid, ...(nbf !== undefined && { nbf }) };
}

const tokenSeconds = 600;

/** Who signs and who verifies at a time. */
function at(now: number, ...keys: SigningKey[]) {
  const signingKeys = new SigningKeys(keys, tokenSeconds);
  return {
    signs: signingKeys.signingAt(now).kid,
    verify: signingKeys.verifyingAt(now).map(({ kid }) => kid),
  };
}

test("signing keys - a single key signs and verifies at any time", () => {
  expect(at(0, key("a"))).toEqual({ signs: "a", verify: ["a"] });
  expect(at(1e9, key("a"))).toEqual({ signs: "a", verify: ["a"] });
});

test("signing keys - a key verifies from the first, signs from its beginning, and the last one stays for its tokens", () => {
  const keys = [key("new", 10_000), key("old")];
  expect(at(1, ...keys)).toEqual({ signs: "old", verify: ["old", "new"] });
  expect(at(9_999, ...keys)).toEqual({ signs: "old", verify: ["old", "new"] });
  expect(at(10_000, ...keys)).toEqual({ signs: "new", verify: ["old", "new"] });
  expect(at(10_000 + tokenSeconds, ...keys)).toEqual({ signs: "new", verify: ["old", "new"] });
});

test("signing keys - the old one goes when its last token has expired, a minute of clock skew allowed", () => {
  const keys = [key("new", 10_000), key("old")];
  expect(at(10_000 + tokenSeconds + 59, ...keys).verify).toEqual(["old", "new"]);
  expect(at(10_000 + tokenSeconds + 60, ...keys).verify).toEqual(["new"]);
});

test("signing keys - two rotations may overlap", () => {
  const keys = [key("c", 10_300), key("a"), key("b", 10_000)];
  expect(at(9_000, ...keys)).toEqual({ signs: "a", verify: ["a", "b", "c"] });
  expect(at(10_200, ...keys)).toEqual({ signs: "b", verify: ["a", "b", "c"] });
  expect(at(10_700, ...keys)).toEqual({ signs: "c", verify: ["b", "c"] });
});

test("signing keys - when the key before it was revoked, one that would still have to wait signs at once", () => {
  expect(at(1, key("b", 10_000))).toEqual({ signs: "b", verify: ["b"] });
  expect(at(1, key("c", 20_000), key("b", 10_000))).toEqual({ signs: "b", verify: ["b", "c"] });
});

test("signing keys - there has to be one", () => {
  expect(() => at(1)).toThrow("There is no signing key");
});
