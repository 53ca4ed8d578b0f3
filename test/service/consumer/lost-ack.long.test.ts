import { expect, test } from "vitest";
import { ack } from "../../../service/consumer/src";
import { until } from "../support";
import { loggedOut, shareConsumer } from "./support";

const bench = shareConsumer();

test("reading - an event whose ack was lost is only acknowledged again", async () => {
  await bench.configure({ ack_wait: 1_000e6 });
  const seen: string[] = [];
  await bench.subscribe({
    "auth.user.logged_out": async ({ id }) => {
      seen.push(id);
      await bench.nats.stop("SIGKILL");
      return ack;
    },
  });
  const id = await bench.publish(loggedOut());
  await until(() => seen.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await bench.nats.start();
  await until(async () => (await bench.unsettled().catch(() => 1)) === 0, 60);
  expect(seen).toEqual([id]);
});
