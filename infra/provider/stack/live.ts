import type { V1PersistentVolumeClaim, V1StatefulSet } from "@kubernetes/client-node";
import type { KubernetesAccess } from "../kubernetes/access";
import { loadClient, loadKubeconfig } from "../kubernetes/client";
import { isNotFound } from "../kubernetes/failures";
import type { Holder, Settings } from "./rules";

/** Where a stack is. */
export interface StackAddress extends KubernetesAccess {
  readonly namespace: string;
}

/** What runs of a stack. */
export interface LiveStack {
  /** Settings that what runs was made with, as far as the cluster tells them; none where it can't be asked. */
  readonly settings: () => Promise<Settings>;
  /** What holds data; all of it where the cluster can't be asked. */
  readonly holders: () => Promise<ReadonlySet<Holder>>;
}

/** Finds what runs at an address; nothing is asked before it is needed. */
export type FindLiveStack = (address: StackAddress) => LiveStack;

/** Parts with volumes; their StatefulSets have the same names. */
const parts = ["nats", "redis"] as const;

/** A cluster that is away must not hold a preview up for long. */
const patienceMilliseconds = 10_000;

/** What runs in a cluster, over the Kubernetes API. */
export const liveStackInKubernetes: FindLiveStack = (address) => ({
  settings: () => withinPatience(readSettings(address)).catch(() => ({})),
  holders: () => withinPatience(readHolders(address)).catch(() => new Set<Holder>([...parts, "stack"])),
});

async function withinPatience<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), patienceMilliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function readSettings(address: StackAddress): Promise<Settings> {
  const { AppsV1Api } = await loadClient();
  const apps = (await loadKubeconfig(address)).makeApiClient(AppsV1Api);
  const { namespace } = address;
  const [nats, redis] = await Promise.all(
    parts.map((name) => apps.readNamespacedStatefulSet({ namespace, name }).catch(undefinedIfNotFound)),
  );
  return { ...settingsOf("nats", nats), ...settingsOf("redis", redis), ...serversOf(nats) };
}

function undefinedIfNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

function serversOf(statefulSet: V1StatefulSet | undefined): Settings {
  const replicas = statefulSet?.spec?.replicas;
  return replicas === undefined ? {} : { "nats.replicas": replicas };
}

function settingsOf(part: (typeof parts)[number], statefulSet: V1StatefulSet | undefined): Settings {
  const claim = statefulSet?.spec?.volumeClaimTemplates?.[0]?.spec;
  const storage = claim?.resources?.requests?.storage;
  if (claim === undefined || storage === undefined) return {};
  return { [`${part}.storage`]: storage, [`${part}.storageClass`]: claim.storageClassName ?? "" };
}

async function readHolders(address: StackAddress): Promise<ReadonlySet<Holder>> {
  const { CoreV1Api } = await loadClient();
  const core = (await loadKubeconfig(address)).makeApiClient(CoreV1Api);
  const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace: address.namespace });
  const held = parts.filter((part) => items.some((claim) => isBoundTo(part, claim)));
  return new Set<Holder>(held.length > 0 ? [...held, "stack"] : []);
}

/** A claim without a volume has never held anything. */
function isBoundTo(part: string, { metadata, status }: V1PersistentVolumeClaim): boolean {
  return status?.phase === "Bound" && metadata?.name?.startsWith(`data-${part}-`) === true;
}
