import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { authEvents, eventHeaders, events, headersOf, toBytes } from "../../stream-config";

const origin = {
  id: "4e6f933d-5964-4fe5-8d1c-25c8156c75d9",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  requestId: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90",
};
const metadata = { service: "auth-service", version: "0.1.0", environment: "production" };

test.each(events)("event headers - those of $subject match their schema", ({ subject, example }) => {
  const headers = headersOf(origin, { subject, data: example, metadata });
  expect([...Compile(eventHeaders).Errors(headers)]).toEqual([]);
  expect(headers).toMatchObject({ id: origin.id, version: "1", "ce-type": subject });
});

test("event headers - the version is the one in the name of the type", () => {
  const data = events[0].example;
  const versionOf = (subject: string) => headersOf(origin, { subject, data, metadata }).version;
  expect(versionOf("auth.user.registered_v2")).toBe("2");
  expect(versionOf("auth.user.registered_v17")).toBe("17");
  expect(versionOf("auth.user.registered_v")).toBe("1");
});

test("event headers - with them the stream still keeps as many events as its limit says", () => {
  const stored = events.map(({ subject, example }) => {
    const data = "userAgent" in example ? { ...example, userAgent: "x".repeat(120) } : example;
    const headers = Object.entries(headersOf(origin, { subject, data, metadata }));
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const body = JSON.stringify({ subject, data, metadata });
    return `NATS/1.0\r\n${lines}\r\n${body}${subject}`.length + perMessage;
  });
  expect(Math.max(...stored)).toBeLessThan(toBytes(authEvents.maxBytes) / authEvents.maxMessages);
});

/** What the file store adds to a message with headers. */
const perMessage = 34;
