import * as pulumi from "@pulumi/pulumi";
import { proofsOf, users } from "../../../stream-config";
import type { StackConfig } from "../../config/schema";
import { addressesIn } from "../../places";
import { UserRights } from "../../provider/sdk";
import type { Trust } from "../trust";
import { NatsKeys } from "./keys";
import { NatsServer } from "./server";
import { serverNames } from "./settings";
import { NatsStreams } from "./streams";
import { NatsUserSecrets } from "./user-secrets";

/** What NATS needs from the rest of the stack. */
export interface NatsArgs {
  readonly namespace: string;
  readonly config: StackConfig["nats"];
  readonly trust: Trust;
}

/** NATS with JetStream, its users and the contract's streams. */
export class Nats extends pulumi.ComponentResource {
  /** URL inside the cluster. */
  readonly address: string;
  readonly userSecretNames: pulumi.Output<Record<string, string>>;
  /** Seed of the user `auth-service`, a secret. */
  readonly publisherSeed: pulumi.Output<string>;
  /** Seed of the user `dead-letters`, a secret. */
  readonly deadLettersSeed: pulumi.Output<string>;
  /** Seed of the user `operator`, a secret. */
  readonly operatorSeed: pulumi.Output<string>;

  constructor({ namespace, config, trust }: NatsArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:index:Nats", "nats", {}, options);
    const parent = { parent: this };
    this.address = addressesIn(namespace).nats;
    const keys = new NatsKeys(config.keyGeneration, parent);
    const server = new NatsServer({ namespace, config, trust, keys }, parent);
    const { caCertificate } = trust;
    const streams = new NatsStreams(
      {
        namespace,
        servers: config.replicas,
        onDestroy: config.onDestroy,
        snapshots: config.snapshots,
        restoreFrom: config.restoreFrom,
        caCertificate,
        seed: keys.seedOf("stream-admin"),
        backupSeed: keys.seedOf("stream-backup"),
      },
      { ...parent, dependsOn: server },
    );
    new UserRights(
      "nats",
      {
        ...server.place,
        servers: Object.fromEntries(serverNames({ namespace, config }).map((name) => [name, "proven"])),
        users: proofsOf(users),
        seeds: keys.seeds,
      },
      { ...parent, dependsOn: streams },
    );
    const secrets = new NatsUserSecrets(
      { namespace, address: this.address, caCertificate, keys },
      { ...parent, dependsOn: server },
    );
    this.userSecretNames = secrets.names;
    this.publisherSeed = server.whenConfigured(keys.seedOf("auth-service"));
    this.deadLettersSeed = server.whenConfigured(keys.seedOf("dead-letters"));
    this.operatorSeed = server.whenConfigured(keys.seedOf("operator"));
    this.registerOutputs();
  }
}
