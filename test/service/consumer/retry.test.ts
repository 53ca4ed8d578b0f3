import { expect, test } from "vitest";
import { ack, nak, term } from "../../../service/consumer/src";
import { orGivenUp, retry } from "../../../service/consumer/src/retry";

const error = new TypeError("no template");

test("retry - later each time, a minute at most, and given up with the error at the last delivery", () => {
  const delays = [1, 2, 3, 7, 9].map((delivery) => retry(error, delivery, 10));
  const seconds = [1, 2, 4, 60, 60];
  for (const [index, outcome] of delays.entries()) {
    if (outcome.kind !== "nak") throw new Error(`${outcome.kind} at ${index}`);
    expect(outcome.delayMilliseconds).toBeGreaterThanOrEqual(seconds[index]! * 750);
    expect(outcome.delayMilliseconds).toBeLessThanOrEqual(seconds[index]! * 1_000);
  }
  expect(retry(error, 10, 10)).toEqual(term("TypeError: no template"));
});

test("retry - a handler that wants another delivery at the last one gets a dead letter instead", () => {
  expect(orGivenUp(nak(5), 9, 10)).toEqual(nak(5));
  expect(orGivenUp(nak(5), 10, 10)).toEqual(term("still not done in the last of 10 deliveries"));
  expect(orGivenUp(ack, 10, 10)).toEqual(ack);
});
