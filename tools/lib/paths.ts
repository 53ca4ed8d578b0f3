import { homedir } from "node:os";
import { join } from "node:path";

/** The checkout. */
export const projectDir = join(__dirname, "../..");

/** Rebuildable results, kept by `make down`: toolchain, image layers, registry storage. */
export const cacheDir = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "auth-stack");

/** What the running stack needs: cluster state, Pulumi's state, keys, logs. Removed by `make down`. */
export const stateDir = join(process.env.XDG_STATE_HOME ?? join(homedir(), ".local/state"), "auth-stack");

/** The tools that tools/toolchain got: one link per tool, to the newest. */
export const toolchainBinDir = join(cacheDir, "bin");

/** State and logs of the one-node cluster. */
export const clusterDir = join(stateDir, "cluster");

/** Kubeconfig of the one-node cluster, administrator rights, loopback address. */
export const clusterKubeconfig = join(clusterDir, "kubeconfig");

/** Full output of what the commands run; errors name the file in it. */
export const logDir = join(stateDir, "logs");
