import { serverDecides, streamSettings } from "../../../stream-config";
import { encodeFieldsOnto } from "../../../stream-config/settings/wire";
import { errorCodes, hasCode } from "../api/error-codes";
import type { JetStream } from "../api/jetstream";
import type { Properties } from "../resource";
import type { StreamInputs } from "./inputs";
import type { LiveStream } from "./live";

/** A stream's configuration as the API takes it. */
export type StreamConfig = Properties & { readonly name: string };

/** What the live stream shall be. What a mirror took over from its origin stays, wherever that is. */
export function encodeOnto(inputs: StreamInputs, { config: live }: LiveStream): StreamConfig {
  const decided = Object.keys(serverDecides).filter((api) => inputs.mirror !== undefined && api in live);
  return {
    ...encodeFieldsOnto(streamSettings, inputs, live),
    ...Object.fromEntries(decided.map((api) => [api, live[api]])),
    name: inputs.name,
  };
}

/** Sends the configuration, and answers with the server's. Throws JetStreamError and ProviderError. */
export async function sendUpdate(jetStream: JetStream, config: StreamConfig): Promise<Properties> {
  const send = (config: StreamConfig) => jetStream.request(`STREAM.UPDATE.${config.name}`, config);
  try {
    return await send(config);
  } catch (error) {
    const other = withNumericZone(config);
    if (other === undefined || !hasCode(error, errorCodes.mirrorNotUpdatable)) throw error;
    return send(other);
  }
}

/**
 * Until it is started anew, a server holds a start time that was given with "+00:00" to be another than one with "Z", and
 * yet shows it with "Z"; a mirror is refused with the wrong one of the two.
 */
function withNumericZone(config: StreamConfig): StreamConfig | undefined {
  const mirror = config.mirror as Properties | undefined;
  const start = mirror?.opt_start_time;
  if (typeof start !== "string" || !start.endsWith("Z")) return undefined;
  return { ...config, mirror: { ...mirror, opt_start_time: start.replace("Z", "+00:00") } };
}
