import { randomUUID } from "node:crypto";
import { request } from "node:https";
import { authEvents, type EventEnvelope, notifications } from "../../stream-config";
import { UserError } from "../lib/errors";
import type { JsMsg } from "../lib/nats-client";
import { type ClientSecret, connectClient, readClientSecret } from "../stack/client";
import { openPortForward } from "../stack/port-forward";
import type { Target } from "../stack/target";

/** What the proof saw: the event of the user that it registered. */
export interface Proof {
  readonly outcome: "proven";
  readonly event: EventEnvelope;
  readonly eventId: string;
  readonly sequence: number;
  readonly milliseconds: number;
}

/**
 * Registers a user over HTTPS and reads the event back from the stream as the read-only user `notifications`, with
 * the Secret that a real consumer is given. Throws UserError when either does not happen.
 */
export async function proveEvent(target: Target): Promise<Proof> {
  const secret = await readClientSecret(target, notifications.name);
  const email = `proof-${randomUUID()}@example.com`;
  const started = Date.now();
  await registerUser(target, secret.ca, { email, password: "password123", name: "Test User" });
  const message = await readEvent(target, secret, email);
  return {
    outcome: "proven",
    event: message.json<EventEnvelope>(),
    eventId: message.headers?.get("Nats-Msg-Id") ?? "",
    sequence: message.seq,
    milliseconds: Date.now() - started,
  };
}

/** What a registration sends. */
export interface NewUser {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** Registers a user over HTTPS, through a port-forward. Throws UserError unless the service answers 201. */
export async function registerUser(
  target: Target,
  ca: string,
  user: NewUser,
  namespace = "auth-stack",
): Promise<void> {
  const forward = await openPortForward(target, "auth-service", 443, namespace);
  try {
    const servername = `auth-service.${namespace}.svc`;
    const { status, text } = await post({ port: forward.port, ca, servername }, user);
    if (status !== 201) throw new UserError(`Registration answered ${status}: ${text}`, serviceLogs);
  } finally {
    forward.close();
  }
}

const serviceLogs = "`kubectl logs -n auth-stack deploy/auth-service` shows why.";

interface Destination {
  readonly port: number;
  readonly ca: string;
  readonly servername: string;
}

function post(to: Destination, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      ...to,
      method: "POST",
      path: "/auth/register",
      headers: { "content-type": "application/json" },
      timeout: 10_000,
    };
    const call = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    call.once("timeout", () =>
      call.destroy(new UserError("The service did not answer within 10 s", serviceLogs)),
    );
    call.once("error", reject);
    call.end(JSON.stringify(body));
  });
}

async function readEvent(target: Target, secret: ClientSecret, email: string): Promise<JsMsg> {
  const client = await connectClient(target, secret);
  try {
    const consumer = await client.jetstream.consumers.get(authEvents.name, notifications.name);
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const message = await consumer.next({ expires: 5_000 });
      await message?.ackAck();
      if (message && emailOf(message) === email) return message;
    }
  } finally {
    await client.close();
  }
  throw new UserError("The registration's event did not reach the stream within 30 s", serviceLogs);
}

function emailOf(message: JsMsg): unknown {
  return message.json<EventEnvelope<{ email?: unknown }>>().data.email;
}
