import { expect, onTestFinished, test } from "vitest";
import { type ClientSecret, connectClient, readClientSecret } from "../../tools/stack/client";
import type { JsMsg } from "../support/nats-client";
import { growProgram } from "./support/program";
import { post, pulumi, register, target } from "./support/stack";

const patience = 600_000;
const up = ["up", "--yes", "--skip-preview"] as const;

/** Logs a new user in and returns the user's id; the event of it is what the added consumer reads. */
async function logIn(): Promise<string> {
  const { id, email, password } = await register();
  const answer = await post("/auth/login", { email, password });
  expect(answer.status).toBe(200);
  return id;
}

/** The next message of the durable, as the added user. */
async function consumeAs(secret: ClientSecret): Promise<JsMsg> {
  const client = await connectClient(target, secret);
  onTestFinished(client.close);
  const consumer = await client.jetstream.consumers.get("auth-events", "reports");
  for (;;) {
    const message = await consumer.next({ expires: 30_000 });
    if (message === null) throw new Error("no event came within 30 s");
    await message.ackAck();
    if (message.subject === "auth.user.logged_in") return message;
  }
}

test(
  "an added consumer - reads its events as its own user after one `pulumi up`, and is refused when it is gone",
  async () => {
    const program = await growProgram();
    onTestFinished(async () => {
      await pulumi(...up);
    });
    await program.pulumi(...up);
    await program.pulumi("preview", "--expect-no-changes");

    const secret = await readClientSecret(target, "reports");
    const userId = await logIn();
    let event: { data: { userId: string } };
    do event = (await consumeAs(secret)).json();
    while (event.data.userId !== userId);

    await pulumi(...up);
    await expect(connectClient(target, secret)).rejects.toMatchObject({ code: "AUTHORIZATION_VIOLATION" });
    await pulumi("preview", "--expect-no-changes");
  },
  patience,
);
