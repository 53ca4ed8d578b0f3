import { expect, test } from "vitest";
import { registerUser, shareStack, startApp, until } from "../support";

const stack = shareStack();

test("log - a published event has exactly the documented line", async () => {
  const lines: string[] = [];
  const { app } = await startApp(stack.config, undefined, {
    logDestination: { write: (line) => void lines.push(line) },
  });
  const userId = await registerUser(app);
  const published = () => lines.find((line) => line.includes("Auth event published successfully"));
  await until(() => published() !== undefined);
  const { timestamp } = JSON.parse(published()!);
  expect(published()).toBe(
    `{"level":"info","event":"auth.user.registered","userId":"${userId}","timestamp":"${timestamp}","msg":"Auth event published successfully"}\n`,
  );
});

test("log - says when NATS is connected and the stream is ready", async () => {
  const { logs } = await startApp(stack.config);
  await until(() => logs.some(({ msg }) => msg === "JetStream stream 'auth-events' ready"));
  expect(logs.filter(({ msg }) => msg === "NATS connected successfully")).toMatchObject([{ level: "info" }]);
});
