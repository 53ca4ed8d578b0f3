import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createLoggers } from "../../../service/src/log";
import { createMetrics } from "../../../service/src/metrics";
import { OutboxReport } from "../../../service/src/outbox/report";
import { userLoggedIn } from "../../../stream-config";

const { email, ip, userAgent } = userLoggedIn.example;
const hidden = { email: "[redacted]", ip: "[redacted]", userAgent: "[redacted]" };

test.each([
  ["redacted", hidden],
  ["shown", { email, ip, userAgent }],
] as const)(
  "report - personal data of what could not be published is %s when that is asked for",
  (personalData, expected) => {
    const lines: string[] = [];
    const { eventLog: log } = createLoggers("info", { write: (line) => void lines.push(line) });
    const report = new OutboxReport({ log, metrics: createMetrics(), personalData, trace: undefined });
    const metadata = { service: "auth-service", version: "1.2.3", environment: "test" };
    const event = { subject: userLoggedIn.subject, data: userLoggedIn.example, metadata };
    const entry = { streamId: "1-0", id: randomUUID(), body: "", traceparent: "", requestId: "", event };
    report.failed(entry, { kind: "failed", code: "TIMEOUT", error: "TIMEOUT" });
    expect(lines.map((line) => JSON.parse(line).payload)).toEqual([{ ...userLoggedIn.example, ...expected }]);
  },
);
