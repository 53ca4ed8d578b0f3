import { expect, test } from "vitest";
import { continueTrace, formatTraceparent } from "../../../service/src/tracing";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const parent = "b7ad6b7169203331";

test.each([
  [`00-${traceId}-${parent}-01`, true],
  [`00-${traceId}-${parent}-00`, false],
  [`00-${traceId}-${parent}-03`, true],
  [`cc-${traceId}-${parent}-01`, true],
  [`cc-${traceId}-${parent}-01-what-the-future-brings`, true],
])(
  "trace context - %s is gone on with; whether it is sampled says only a trusted proxy",
  (header, sampled) => {
    expect(continueTrace(header)).toMatchObject({ traceId, sampled: false });
    const trace = continueTrace(header, "trusted");
    expect(trace).toMatchObject({ traceId, sampled });
    expect(trace.spanId).not.toBe(parent);
    expect(formatTraceparent(trace)).toBe(`00-${traceId}-${trace.spanId}-${sampled ? "01" : "00"}`);
  },
);

test.each([
  undefined,
  "",
  `00-${traceId}-${parent}`,
  `00-${traceId}-${parent}-01-more`,
  `00-${traceId}-${parent}-01.more`,
  `cc-${traceId}-${parent}-01.more`,
  `ff-${traceId}-${parent}-01`,
  `00-${"0".repeat(32)}-${parent}-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${parent}-01`,
  ` 00-${traceId}-${parent}-01`,
  [`00-${traceId}-${parent}-01`, `00-${traceId}-${parent}-01`],
])("trace context - %j is no traceparent and begins a new trace", (header) => {
  const [first, second] = [continueTrace(header), continueTrace(header)];
  expect(first).toEqual({
    traceId: expect.stringMatching(/^[\da-f]{32}$/),
    spanId: expect.stringMatching(/^[\da-f]{16}$/),
    sampled: false,
  });
  expect(first.traceId).not.toBe(traceId);
  expect(first.traceId).not.toBe(second.traceId);
});
