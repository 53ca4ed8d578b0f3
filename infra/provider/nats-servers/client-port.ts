import type { KubeConfig } from "@kubernetes/client-node";
import { ports } from "../../places";
import { connectOptions } from "../api/connection";
import { explainConnect, explainForward } from "../api/failures";
import { openPortForward } from "../kubernetes/port-forward";
import { connect, ErrorCode, type NatsConnection, NatsError } from "../nats-client";
import type { ProvenUser } from "./rights/inputs";

/** A server's pod, and who vouches for its certificate. */
export interface ServerPod {
  readonly kubeconfig: KubeConfig;
  readonly namespace: string;
  readonly name: string;
  readonly ca: string;
}

const port = ports.nats.client;

/** Connects as the user to the server in the pod. Throws NatsError when it refuses, else UnreachableError. */
export async function connectThrough(
  { kubeconfig, namespace, name: pod, ca }: ServerPod,
  user: ProvenUser,
): Promise<NatsConnection> {
  const forward = await openPortForward(kubeconfig, { namespace, pod, port });
  try {
    const nats = await connectTo(`127.0.0.1:${forward.port}`, user, { ca, tlsServerName: "localhost" });
    void nats.closed().then(forward.close);
    return nats;
  } catch (error) {
    forward.close();
    const failure = forward.failure();
    throw failure ? explainForward(failure, `pod ${pod}`) : error;
  }
}

/** Connects as the user to the server at this address. Throws NatsError when it refuses, else UnreachableError. */
export async function connectTo(
  address: string,
  { name, seed, proof: { inboxPrefix } }: ProvenUser,
  tls: { readonly ca?: string; readonly tlsServerName?: string } = {},
): Promise<NatsConnection> {
  try {
    return await connect({ ...connectOptions({ ...tls, seed }), name, inboxPrefix, servers: address });
  } catch (error) {
    if (error instanceof NatsError && error.code === ErrorCode.AuthorizationViolation) throw error;
    throw explainConnect(error, { target: address, user: name });
  }
}
