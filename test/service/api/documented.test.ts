import { expect, test } from "vitest";
import { undocumentedIn } from "./documented";

const headers = { "cache-control": "no-store", "x-request-id": "a", "content-type": "application/json" };
const user = {
  id: "3f6c1a52-9d0e-4a57-b0ab-3f5c6b1d2e90",
  email: "test@example.com",
  name: "Test User",
  createdAt: "2026-11-24T12:00:00.000Z",
};
const good = { method: "GET", url: "/auth/me?x=1", status: 200, headers, body: JSON.stringify({ user }) };
const problem = {
  type: "urn:auth-stack:problem:not-found",
  title: "There is nothing here",
  status: 404,
  instance: "urn:auth-stack:request:a",
};
const lost = {
  method: "GET",
  url: "/nowhere",
  status: 404,
  headers: { ...headers, "content-type": "application/problem+json" },
  body: JSON.stringify(problem),
};

test("documented answers - are taken", () => {
  expect(undocumentedIn(good)).toBeUndefined();
  expect(undocumentedIn({ ...good, method: "HEAD", body: "" })).toBeUndefined();
  expect(undocumentedIn(lost)).toBeUndefined();
  const ended = { ...good, method: "DELETE", url: "/auth/sessions/x", status: 204, body: "" };
  expect(undocumentedIn(ended)).toBeUndefined();
});

test.each([
  ["another status", { ...good, status: 202 }, "the status is not documented"],
  ["no header", { ...good, headers: { ...headers, "x-request-id": undefined } }, "X-Request-Id is missing"],
  ["another header", { ...good, headers: { ...headers, "cache-control": "private" } }, "Cache-Control is"],
  ["another type", { ...good, headers: { ...headers, "content-type": "text/html" } }, "content type is text"],
  ["another body", { ...good, body: JSON.stringify({ user: { ...user, id: "x" } }) }, "the body is not"],
  ["a body at all", { ...good, method: "DELETE", status: 204 }, "there is a body"],
  ["another problem", { ...lost, url: "/auth/me" }, "the status is not documented"],
  ["another title", { ...lost, body: JSON.stringify({ ...problem, title: "Gone" }) }, "the body is not"],
])("documented answers - %s is found out", (_title, answer, difference) => {
  expect(undocumentedIn(answer)).toContain(difference);
});
