import { generateKeyPairSync } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { ports } from "../../infra/places";
import { openPortForward } from "../../tools/stack/port-forward";
import { consumingUsers } from "../stream-config/support/consuming-users";
import { connect, nkeyAuthenticator } from "../support/nats-client";
import { probeFrom } from "./support/pods";
import { connectAs, secretOf, target } from "./support/stack";

describe.each(consumingUsers)("rights of $user on the cluster", ({ user, durable }) => {
  test("it can't publish an event", async () => {
    const { connection } = await connectAs(user);
    await expect(connection.request("auth.user.registered", "{}")).rejects.toThrow(/permissions violation/i);
  });

  test("no request stores its answer as an event", async () => {
    const { connection } = await connectAs(user);
    const { connection: observer } = await connectAs("observer");
    const stored = async () => {
      const info = await observer.request("AUTHJS.STREAM.INFO.auth-events");
      return info.json<{ state: { last_seq: number } }>().state.last_seq;
    };
    const before = await stored();
    const reply = "auth.user.registered";
    connection.publish(`AUTHJS.CONSUMER.INFO.auth-events.${durable}`, "", { reply });
    connection.publish(`AUTHJS.CONSUMER.MSG.NEXT.auth-events.${durable}`, "1", { reply });
    connection.publish(`$JS.ACK.auth-events.${durable}.1.1.1.1.0`, "", { reply });
    await connection.flush();
    // A request of its own is answered after those before it.
    await connection.request(`AUTHJS.CONSUMER.INFO.auth-events.${durable}`);
    expect(await stored()).toBe(before);
  });

  test("it neither makes nor deletes a stream, nor reads another's messages", async () => {
    const { connection } = await connectAs(user);
    const others = consumingUsers.map((other) => other.durable).filter((other) => other !== durable);
    const calls = [
      "STREAM.CREATE.own",
      "STREAM.DELETE.auth-events",
      "STREAM.PURGE.auth-events",
      ...others.map((other) => `CONSUMER.MSG.NEXT.auth-events.${other}`),
    ];
    for (const call of calls.flatMap((name) => [`AUTHJS.${name}`, `$JS.API.${name}`])) {
      await expect(connection.request(call, "{}"), call).rejects.toThrow(/permissions violation/i);
    }
  });
});

describe("TLS of NATS", () => {
  test("a client that does not speak TLS is not let in", async () => {
    await expect(connectPlainly(undefined)).rejects.toThrow();
  });

  test("a client that trusts another CA does not connect", async () => {
    const tls = { ca: foreignCa, servername: "nats.auth-stack.svc" };
    await expect(connectPlainly(tls)).rejects.toThrow(/certificate|verify/i);
  });

  test("a stranger's nkey is refused", async () => {
    const { createUser } = await import("@nats-io/nkeys");
    const authenticator = nkeyAuthenticator(createUser().getSeed());
    await expect(connectAs("observer", { authenticator })).rejects.toThrow(/authorization/i);
  });
});

/** Some certificate that did not sign anything here. */
const foreignCa = await (async () => {
  const { rootCertificates } = await import("node:tls");
  return (
    rootCertificates[0] ?? generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" })
  );
})();

async function connectPlainly(tls: object | undefined): Promise<void> {
  const forward = await openPortForward(target, "nats", ports.nats.client);
  onTestFinished(forward.close);
  const { seed, inboxPrefix } = await secretOf("observer");
  const connection = await connect({
    servers: `127.0.0.1:${forward.port}`,
    inboxPrefix,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    ignoreClusterUpdates: true,
    reconnect: false,
    ...(tls && { tls }),
  });
  await connection.close();
}

describe("network", () => {
  test("a pod without a label reaches neither NATS nor Redis", async () => {
    expect(await probeFrom("default", {})).toEqual({ nats: "closed", redis: "closed" });
  });

  test("a pod of another team with the client label reaches NATS, and not Redis", async () => {
    const labels = { "auth-stack/nats-client": "true" };
    expect(await probeFrom("default", labels)).toEqual({ nats: "open", redis: "closed" });
  });

  test("a stranger inside the stack's own namespace reaches nothing", async () => {
    expect(await probeFrom("auth-stack", {})).toEqual({ nats: "closed", redis: "closed" });
  });

  test("the auth service's label reaches both", async () => {
    const labels = { "app.kubernetes.io/name": "auth-service", "app.kubernetes.io/part-of": "auth-stack" };
    expect(await probeFrom("auth-stack", labels)).toEqual({ nats: "open", redis: "open" });
  });
});
