import { expect, test } from "vitest";
import { requestIdOf } from "../../../service/src/http/request-id";
import { shareStack, startApp, withoutMessaging } from "../support";

const stack = shareStack();
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("request id - that of the request is in the answer, its problem and the log", async () => {
  const { app, logs } = await startApp(withoutMessaging(stack.config));
  const response = await app.inject({ url: "/auth/me", headers: { "x-request-id": "req_1.A~b-2" } });
  expect(response.headers["x-request-id"]).toBe("req_1.A~b-2");
  expect(response.json().instance).toBe("urn:auth-stack:request:req_1.A~b-2");
  expect(logs.find(({ msg }) => msg === "Request answered")).toMatchObject({ reqId: "req_1.A~b-2" });
});

test("request id - an answer has one even where no route and no hook saw the request", async () => {
  const { app } = await startApp(withoutMessaging(stack.config));
  for (const url of ["/nothing", "/auth/%zz"]) {
    expect((await app.inject(url)).headers["x-request-id"]).toMatch(uuid);
  }
});

test.each(["", " ", "a b", "a\tb", "a\r\nb", "ä", "a,b", '"a"', "<script>", "$(a)", "a/b", "x".repeat(65)])(
  "request id - %j is replaced",
  (given) => {
    expect(requestIdOf({ headers: { "x-request-id": given } })).toMatch(uuid);
  },
);

test.each(["a", "0", "x".repeat(64), "01ARZ3NDEKTSV4RRFFQ69G5FAV", "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90"])(
  "request id - %j is taken",
  (given) => {
    expect(requestIdOf({ headers: { "x-request-id": given } })).toBe(given);
  },
);
