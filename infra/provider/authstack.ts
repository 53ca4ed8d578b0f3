import { version } from "../../package.json";
import { config, configFailures } from "./api/config";
import { lazyJetStream } from "./api/jetstream";
import { consumer } from "./consumer/resource";
import { certificateResource } from "./keys/certificate";
import { nkey } from "./keys/nkey";
import { password } from "./keys/password";
import { signingKeyResource } from "./keys/signing-key";
import { rollout } from "./kubernetes/rollout-resource";
import { findWorkload } from "./kubernetes/workload";
import { serversInKubernetes } from "./nats-servers/kubernetes";
import { serverConfiguration } from "./nats-servers/server-configuration";
import { userRights } from "./nats-servers/user-rights";
import type { Provider } from "./provider";
import { streamSnapshots } from "./snapshot";
import { liveStackInKubernetes } from "./stack/live";
import { stackSettings } from "./stack/settings";
import { stream } from "./stream/resource";

/** The provider of this project: JetStream streams and consumers, what their servers run with, a stack's keys and settings. */
export function authstack(now: () => Date = () => new Date()): Provider {
  const jetStream = lazyJetStream();
  const snapshots = streamSnapshots();
  return {
    name: "authstack",
    version,
    description:
      "JetStream streams and consumers, their servers' configuration, a stack's keys and settings.",
    config,
    secretConfig: ["seed", "backupSeed"],
    checkConfig: configFailures,
    configure: (given) => {
      jetStream.configure(given);
      snapshots.configure(given);
    },
    resources: [
      stream(jetStream.during, snapshots),
      consumer(jetStream.during),
      serverConfiguration(serversInKubernetes),
      userRights(serversInKubernetes),
      rollout(findWorkload),
      stackSettings(liveStackInKubernetes),
      nkey,
      password,
      signingKeyResource(now),
      certificateResource(now),
    ],
    close: jetStream.close,
  };
}
