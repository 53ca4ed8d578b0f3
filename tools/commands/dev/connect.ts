import { readFileSync } from "node:fs";
import { connectionSettings, type UserDefinition } from "../../../stream-config";
import { connect, type NatsConnection, nkeyAuthenticator } from "../../lib/nats-client";
import type { Ports } from "./ports";
import { secretFiles } from "./secrets";

/** Connects to the NATS of the local stack in `dir` as one of the contract's users. */
export function connectAs(user: UserDefinition, dir: string, ports: Ports): Promise<NatsConnection> {
  const { name, inboxPrefix } = connectionSettings(user);
  const seed = readFileSync(secretFiles(dir).seed(user.name));
  const servers = `127.0.0.1:${ports.NATS_PORT}`;
  return connect({ servers, name, inboxPrefix, authenticator: nkeyAuthenticator(seed) });
}
