import type { ClientConfig } from "../acl/client-config";

/** The configuration as JSON, for clients in any language. */
export function renderClientJson(config: ClientConfig): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * The configuration as commands of the `nats` CLI. `NATS_URL`, `NATS_NKEY` and `NATS_CA` are environment variables
 * that it reads itself. https://docs.nats.io/using-nats/nats-tools/nats_cli
 */
export function renderClientCommands({
  name,
  inboxPrefix,
  apiPrefix,
  stream,
  durable,
  replay,
}: ClientConfig): string {
  const flags = `--inbox-prefix ${inboxPrefix} --js-api-prefix ${apiPrefix}`;
  return `# What ${name} reads, with the nats CLI. Set NATS_URL to the Secret's url, NATS_NKEY and NATS_CA to files that
# hold its seed and ca.crt.

# The next message, acknowledged: the service will not get it again.
nats consumer next ${stream} ${durable} --count 1 --ack ${flags}

# How far it is.
nats consumer info ${stream} ${durable} ${flags}
${replay === undefined ? "" : `\n# How far it is with what it is given again.\nnats consumer info ${replay.stream} ${replay.durable} ${flags}\n`}`;
}
