import { expect, test } from "vitest";
import { DirectReadError } from "../../../service/consumer/src/stored";
import { planReplay } from "../../../service/replay/replay";
import { analytics } from "../../../stream-config";
import { declareStreams, startTestNats } from "../../support/servers";
import { operatorOf } from "../../tools/support/events";

test("replay - servers that are away are an error, not a stream without events", async () => {
  const nats = await startTestNats();
  await declareStreams(nats);
  const operator = await operatorOf(nats);
  expect(await planReplay(operator, analytics, {})).toEqual({ events: 0, byType: {}, last: 0 });
  await nats.stop();
  await expect(planReplay(operator, analytics, {})).rejects.toThrow(DirectReadError);
});
