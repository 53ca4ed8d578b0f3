/** What holds data that a change could lose: the volumes of a part, or of any. */
export type Holder = "nats" | "redis" | "stack";

/** What becomes of a change: it is refused, with a way round it, or it is made and a preview says what it does. */
export type Verdict =
  | { readonly kind: "refused"; readonly why: string; readonly instead: string }
  | { readonly kind: "told"; readonly what: string };

/** What a setting's change does, once its holder holds something. */
export interface Rule {
  readonly holder: Holder;
  readonly raised?: Verdict;
  readonly lowered?: Verdict;
  /** Where neither of the others is meant. */
  readonly changed?: Verdict;
}

const refused = (why: string, instead: string): Verdict => ({ kind: "refused", why, instead });

const generation = (holder: Holder): Rule => ({
  holder,
  lowered: refused(
    "A lower generation does not bring the old keys back: it would make new ones once more.",
    "For new keys set it one higher.",
  ),
});

const volumes = (holder: "nats" | "redis", claims: string) => ({
  storage: {
    holder,
    changed: refused(
      "Kubernetes can't change it in a StatefulSet, so that would be deleted, and its volumes with it where onDestroy says so.",
      `To grow the volumes change the claims themselves, where their StorageClass can: \`kubectl patch pvc ${claims} …\`.`,
    ),
  },
  storageClass: {
    holder,
    changed: refused(
      "The StatefulSet would be deleted, and its volumes with it where onDestroy says so; its pods would find their old volumes or empty ones.",
      "Data moves to another class as a restored backup, in a new stack (docs/operations.md#back-up-and-restore).",
    ),
  },
});

const natsVolumes = volumes("nats", "data-nats-0");
const redisVolumes = volumes("redis", "data-redis-0");

/** Every setting that is recorded, by its key in the stack's configuration. */
export const rules = {
  namespace: {
    holder: "stack",
    changed: refused(
      "Everything would be made anew in the other namespace, with empty volumes: users, sessions and events would be gone.",
      "Another namespace is another stack.",
    ),
  },
  certificateGeneration: {
    ...generation("stack"),
    raised: refused(
      "Pods with certificates of the old authority and of the new one would not trust each other: the roll-out would stop half-way, every route with it, and there is no way back.",
      "Certificates are issued anew by `pulumi up` before they end; a new authority is a new stack.",
    ),
  },
  "nats.replicas": {
    holder: "nats",
    raised: refused(
      "The servers would form a cluster that knows none of the streams, and delete them as orphans within a minute.",
      "Another number of servers is a new stack, with its streams restored from snapshots (docs/operations.md#back-up-and-restore).",
    ),
    lowered: refused(
      "The servers that are left would wait for a majority that is gone: streams could not be written, and consumers would lose their positions.",
      "Another number of servers is a new stack, with its streams restored from snapshots (docs/operations.md#back-up-and-restore).",
    ),
  },
  "nats.storage": natsVolumes.storage,
  "nats.storageClass": natsVolumes.storageClass,
  "nats.keyGeneration": generation("nats"),
  "redis.storage": redisVolumes.storage,
  "redis.storageClass": redisVolumes.storageClass,
  "redis.keyGeneration": {
    ...generation("redis"),
    raised: {
      kind: "told",
      what: "Redis restarts with the new password, and then the service's pods are replaced: until both is done, about a minute, requests that need Redis are answered 503. No data is lost.",
    },
  },
  "authService.keyGeneration": generation("stack"),
} as const satisfies Readonly<Record<string, Rule>>;

/** The key of a setting that is recorded. */
export type SettingKey = keyof typeof rules;

/** Recorded settings. A StorageClass that is "" is the cluster's default. */
export type Settings = Readonly<Partial<Record<SettingKey, string | number>>>;
