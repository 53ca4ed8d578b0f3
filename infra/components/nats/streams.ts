import * as pulumi from "@pulumi/pulumi";
import { consumers, type StreamDefinition, streams } from "../../../stream-config";
import { Consumer, Provider, Stream } from "../../provider/sdk";

/** How the provider reaches the servers, and as whom. */
export interface NatsStreamsArgs {
  readonly namespace: string;
  /** Servers in the cluster: no stream can have more copies. */
  readonly servers: number;
  /** What becomes of a stream on the servers when it is declared no more. */
  readonly onDestroy: "retain" | "delete";
  readonly caCertificate: pulumi.Input<string>;
  /** Seed of the user `stream-admin`. */
  readonly seed: pulumi.Input<string>;
}

/** The contract's streams and durable consumers, declared on the running servers. */
export class NatsStreams extends pulumi.ComponentResource {
  constructor(args: NatsStreamsArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:nats:Streams", "nats-streams", {}, options);
    const context = new pulumi.Config("kubernetes").get("context");
    const provider = new Provider(
      "nats",
      {
        portForward: {
          namespace: args.namespace,
          service: "nats",
          port: 4222,
          ...(context !== undefined && { context }),
        },
        tlsServerName: `nats.${args.namespace}.svc`,
        ca: args.caCertificate,
        user: "stream-admin",
        seed: args.seed,
      },
      { parent: this },
    );
    const declared = new Map(
      streams.map(({ holds: _, ...stream }: StreamDefinition) => [
        stream.name,
        new Stream(
          stream.name,
          {
            ...stream,
            subjects: [...stream.subjects],
            replicas: Math.min(stream.replicas, args.servers),
            deletionPolicy: args.onDestroy,
            acknowledgeDataLoss: acknowledgements(stream, args),
          },
          { parent: this, provider },
        ),
      ]),
    );
    for (const consumer of consumers) {
      const stream = declared.get(consumer.stream);
      new Consumer(
        consumer.name,
        { ...consumer, filterSubjects: [...consumer.filterSubjects] },
        { parent: this, provider, ...(stream && { dependsOn: stream }) },
      );
    }
    this.registerOutputs();
  }
}

/** Where `onDestroy` is "delete" the servers' volumes go too, so there is nothing that a stream could keep. */
function acknowledgements(
  { name, acknowledgeDataLoss = [] }: StreamDefinition,
  { onDestroy }: Pick<NatsStreamsArgs, "onDestroy">,
): string[] {
  return [...acknowledgeDataLoss, ...(onDestroy === "delete" ? [`delete ${name}`] : [])];
}
