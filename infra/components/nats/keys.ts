import * as pulumi from "@pulumi/pulumi";
import { type UserName, users } from "../../../stream-config";
import { Nkey } from "../../provider/sdk";

/** One nkey for every user of the contract; a higher generation makes new ones. */
export class NatsKeys extends pulumi.ComponentResource {
  private readonly keys: Readonly<Record<string, Nkey>>;
  /** Public keys by user name; not secret. */
  readonly publicKeys: pulumi.Output<Record<string, string>>;
  /** Seeds by user name, a secret. */
  readonly seeds: pulumi.Output<Record<string, string>>;

  constructor(generation: number, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:nats:Keys", "nats-keys", {}, options);
    this.keys = Object.fromEntries(
      users.map(({ name }) => [name, new Nkey(name, { generation }, { parent: this })]),
    );
    this.publicKeys = pulumi.output(this.ofEach((key) => key.publicKey));
    this.seeds = pulumi.output(this.ofEach((key) => key.seed));
    this.registerOutputs({ publicKeys: this.publicKeys });
  }

  private ofEach(read: (key: Nkey) => pulumi.Output<string>): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(Object.entries(this.keys).map(([name, key]) => [name, read(key)]));
  }

  /** The seed of a user's nkey, a secret. */
  seedOf(user: UserName): pulumi.Output<string> {
    const key = this.keys[user];
    if (key === undefined) throw new Error(`no nkey was made for ${user}`);
    return key.seed;
  }
}
