import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type ConsumerDefinition, consumers, type StreamDefinition, streams } from "../../../stream-config";
import { ports } from "../../places";
import { Consumer, Provider, Stream } from "../../provider/sdk";
import { kubernetesAccess } from "../kubernetes-access";

/** How the provider reaches the servers, and as whom. */
export interface NatsStreamsArgs {
  readonly namespace: string;
  /** Servers in the cluster: no stream can have more copies. */
  readonly servers: number;
  /** What becomes of a stream or a consumer on the servers when it is declared no more. */
  readonly onDestroy: "retain" | "delete";
  readonly caCertificate: pulumi.Input<string>;
  /** Folder for snapshots, which are taken before messages are lost; none are when it is left out. */
  readonly snapshots?: string | undefined;
  /** Folders of snapshots by the stream that is made from each when it isn't there. */
  readonly restoreFrom: Readonly<Record<string, string | undefined>>;
  /** Seed of the user `stream-admin`. */
  readonly seed: pulumi.Input<string>;
  /** Seed of the user `stream-backup`. */
  readonly backupSeed: pulumi.Input<string>;
}

/** The contract's streams and durable consumers, declared on the running servers. */
export class NatsStreams extends pulumi.ComponentResource {
  constructor(args: NatsStreamsArgs, options?: pulumi.ComponentResourceOptions) {
    super("auth-stack:nats:Streams", "nats-streams", {}, options);
    const provider = new Provider(
      "nats",
      {
        portForward: pulumi.output({
          namespace: args.namespace,
          service: "nats",
          port: ports.nats.client,
          ...kubernetesAccess(),
        }),
        tlsServerName: `nats.${args.namespace}.svc`,
        ca: args.caCertificate,
        user: "stream-admin",
        seed: args.seed,
        backupSeed: args.backupSeed,
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
            ...snapshotFolders(stream, args),
          },
          { parent: this, provider },
        ),
      ]),
    );
    const declaredConsumers: readonly ConsumerDefinition[] = consumers;
    for (const consumer of declaredConsumers) {
      const stream = declared.get(consumer.stream);
      new Consumer(
        consumer.name,
        {
          ...consumer,
          filterSubjects: [...consumer.filterSubjects],
          ...(consumer.priorityGroups && { priorityGroups: [...consumer.priorityGroups] }),
          deletionPolicy: args.onDestroy,
          acknowledgeDataLoss: [...(consumer.acknowledgeDataLoss ?? [])],
        },
        { parent: this, provider, ...(stream && { dependsOn: stream }) },
      );
    }
    this.registerOutputs();
  }
}

/** Paths are relative to the project. */
function snapshotFolders(
  { name }: StreamDefinition,
  { snapshots, restoreFrom: { [name]: restoreFrom } }: NatsStreamsArgs,
) {
  return {
    ...(snapshots !== undefined && { snapshotBeforeDataLoss: resolve(snapshots) }),
    ...(restoreFrom !== undefined && { restoreFrom: resolve(restoreFrom) }),
  };
}

/** Where `onDestroy` is "delete" the servers' volumes go too, so there is nothing that a stream could keep. */
function acknowledgements(
  { name, acknowledgeDataLoss = [] }: StreamDefinition,
  { onDestroy }: Pick<NatsStreamsArgs, "onDestroy">,
): string[] {
  return [...acknowledgeDataLoss, ...(onDestroy === "delete" ? [`delete ${name}`] : [])];
}
