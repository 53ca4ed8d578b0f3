import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  clientConfig,
  connectionSettings,
  type UserDefinition,
  type UserName,
  users,
} from "../../../stream-config";
import { labelsOf } from "../labels";
import type { NatsKeys } from "./keys";

/** What every client Secret holds besides the user's seed. */
export interface NatsUserSecretsArgs {
  readonly namespace: string;
  readonly address: string;
  readonly caCertificate: pulumi.Input<string>;
  readonly keys: NatsKeys;
}

/** The auth service and `pulumi up` get their seeds another way. */
const insiders: readonly UserName[] = ["auth-service", "dead-letters", "stream-admin"];

/** Users of other teams' services, and of operators. */
const outsiders = users.filter(({ name }) => !insiders.includes(name));

/** One Secret `nats-user-<name>` for each user outside this stack: all that its client has to be given. */
export class NatsUserSecrets extends pulumi.ComponentResource {
  /** Names of the Secrets by user. */
  readonly names: pulumi.Output<Record<string, string>>;

  constructor(args: NatsUserSecretsArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:nats:UserSecrets", "nats-user-secrets", {}, options);
    const secrets = outsiders.map(
      (user) => [user.name, this.createSecret(user, args).metadata.name] as const,
    );
    this.names = pulumi.output(Object.fromEntries(secrets));
    this.registerOutputs({ names: this.names });
  }

  private createSecret(user: UserDefinition & { readonly name: UserName }, args: NatsUserSecretsArgs) {
    const name = `nats-user-${user.name}`;
    const { inboxPrefix, apiPrefix } = connectionSettings(user);
    const consumed = clientConfig(user);
    return new k8s.core.v1.Secret(
      name,
      {
        metadata: { namespace: args.namespace, name, labels: labelsOf("nats-user") },
        stringData: {
          url: args.address,
          "ca.crt": args.caCertificate,
          seed: args.keys.seedOf(user.name),
          inboxPrefix,
          apiPrefix,
          ...(consumed && { stream: consumed.stream, durable: consumed.durable }),
          ...(consumed?.replay && {
            replayStream: consumed.replay.stream,
            replayDurable: consumed.replay.durable,
          }),
        },
      },
      { parent: this },
    );
  }
}
