import { connect } from "node:net";
import type { KubeConfig, V1Secret } from "@kubernetes/client-node";
import { ports } from "../../../infra/places";
import { explainForward } from "../../../infra/provider/api/failures";
import { ProviderError } from "../../../infra/provider/errors";
import type { KubernetesAccess } from "../../../infra/provider/kubernetes/access";
import { loadClient, loadKubeconfig } from "../../../infra/provider/kubernetes/client";
import { explainKubernetes, isNotFound } from "../../../infra/provider/kubernetes/failures";
import { openPortForward, type PortForward } from "../../../infra/provider/kubernetes/port-forward";
import { UserError } from "../../lib/errors";
import type { Target } from "../../stack/target";
import type { PrivateDir } from "./private-dir";
import type { Way } from "./way";

const namespace = "auth-stack";
const service = "nats";

/**
 * The way to the NATS of a stack, over the Kubernetes API: a port-forward that leads each connection to a server that is
 * ready then, and the user's Secret as files. Throws UserError.
 */
export async function wayToStack(target: Target, user: string, files: PrivateDir): Promise<Way> {
  try {
    const kubeconfig = await loadKubeconfig(accessTo(target));
    const { data = {} } = await readSecret(kubeconfig, `nats-user-${user}`);
    const { port, close } = await openWay(kubeconfig);
    const write = (key: string) => files.write(key, Buffer.from(data[key] ?? "", "base64").toString());
    const env = { NATS_SEED_FILE: write("seed"), NATS_CA_FILE: write("ca.crt") };
    return { env: { ...env, NATS_URL: `tls://localhost:${port}` }, close };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw new UserError(error.problem, `${error.fix} ${stackHint}`);
  }
}

const stackHint = "Is no stack up? `make up` brings one up; for `make dev`, say DEV=1.";

/** $KUBECONFIG may name several files. */
function accessTo({ kind, kubeconfig }: Target): KubernetesAccess {
  return kind === "node" ? { kubeconfig } : {};
}

async function readSecret(kubeconfig: KubeConfig, name: string): Promise<V1Secret> {
  const { CoreV1Api } = await loadClient();
  try {
    return await kubeconfig.makeApiClient(CoreV1Api).readNamespacedSecret({ namespace, name });
  } catch (error) {
    if (!isNotFound(error)) throw explainKubernetes(error, `Reading Secret ${name}`);
    throw new UserError(
      `There is no Secret ${name} in namespace ${namespace}`,
      "Run `make up`: it makes a Secret for each user of the contract.",
    );
  }
}

/** A port-forward that has led to NATS once: the subscriber would try on and on, and not know why. */
async function openWay(kubeconfig: KubeConfig): Promise<PortForward> {
  const forward = await openPortForward(kubeconfig, { namespace, service, port: ports.nats.client });
  if (await greets(forward.port)) return forward;
  forward.close();
  const reason = forward.failure() ?? new Error("nothing comes back");
  throw explainForward(reason, `Service ${service} in namespace ${namespace}`);
}

/** Whether what is behind the port says something unasked within 10 s, as NATS does. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const close = () => socket.destroy();
    socket.setTimeout(10_000, close);
    socket.once("error", close);
    socket.once("close", () => resolve(false));
    socket.once("data", () => {
      resolve(true);
      close();
    });
  });
}
