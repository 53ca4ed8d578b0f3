import { expect, test } from "vitest";
import { createRefreshToken, nextRefreshToken } from "../../../service/src/tokens/refresh-token";
import { openAnswer, sealAnswer } from "../../../service/src/tokens/sealed-answer";

const presented = createRefreshToken("5b0ae8a3-6d5c-4d0e-9a3b-0d4b8f3a1c11");
const answer = { accessToken: "a", refreshToken: "b" };

test("sealed answer - opens with the token that it was sealed for, and differs each time", () => {
  const sealed = sealAnswer(presented, answer);
  expect(openAnswer(presented, sealed)).toEqual(answer);
  expect(sealAnswer(presented, answer)).not.toBe(sealed);
});

test("sealed answer - stays closed to every other token", () => {
  const sealed = sealAnswer(presented, answer);
  const others = [
    nextRefreshToken(presented),
    { ...presented, family: Buffer.alloc(16) },
    { ...presented, sessionId: presented.userId },
  ];
  for (const other of others) expect(() => openAnswer(other, sealed)).toThrow();
});

test("sealed answer - a change of any byte shows", () => {
  const bytes = Buffer.from(sealAnswer(presented, answer), "base64url");
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(() => openAnswer(presented, changed.toString("base64url"))).toThrow();
  }
});
