import { Type } from "typebox";
import { ProviderError } from "../errors";
import type { Call, Resource } from "../resource";
import { whileRunning } from "../while-running";
import { type FindServers, idOf, replacements, type ServersPlace } from "./place";
import type { NatsServers } from "./server";
import { unlessOver } from "./unless-over";

/** A resource's last recorded state, undefined for a new one, and its new inputs. */
export interface Bringing<Inputs, State> {
  readonly before: State | undefined;
  readonly given: Inputs;
}

/** A kind of resource that is what running servers act by. The state is the inputs, as the servers follow them. */
export interface OnServers<Inputs, State> extends Pick<Resource, "token" | "description" | "inputs"> {
  /** What an operation waits for, as errors name it. */
  readonly awaited: string;
  /** What creating it does to servers that act by it already: what to do instead of an import. */
  readonly whenCreated: string;
  /** Has the servers act by the inputs. They change no more once the operation is over. */
  readonly bring: (servers: NatsServers, bringing: Bringing<Inputs, State>, call: Call) => Promise<void>;
  /** What the servers act by now; undefined when there are none any more. */
  readonly look: (servers: NatsServers, recorded: Inputs, call: Call) => Promise<State | undefined>;
}

/** The resource. Other servers make another one; it can't be imported, and there is nothing to remove. */
export function onServers<Inputs extends State, State extends ServersPlace>(
  find: FindServers,
  { token, description, inputs, awaited, whenCreated, bring, look }: OnServers<Inputs, State>,
): Resource<Inputs, State> {
  const apply = (bringing: Bringing<Inputs, State>, call: Call): Promise<State> =>
    whileRunning(call, awaited, async (requireRunning) => {
      const servers = unlessOver(requireRunning, await find(bringing.given));
      await bring(servers, bringing, call);
      return bringing.given;
    });
  return {
    token,
    description,
    inputs,
    outputs: Type.Object({}),
    secrets: [],
    check: (given) => ({ inputs: given, failures: [] }),
    diff: (_, changed) => ({ ...changed, ...replacements(changed) }),
    create: async (given, call) => ({
      id: idOf(given),
      state: await apply({ before: undefined, given }, call),
    }),
    read: async (id, recorded, call) => {
      if (recorded === undefined) throw cannotImport(token, whenCreated);
      const live = await look(await find(recorded), recorded, call);
      return live && { id, inputs: { ...live }, state: live };
    },
    update: ({ before, inputs: given }, call) => apply({ before, given }, call),
  };
}

function cannotImport(token: string, whenCreated: string): ProviderError {
  return new ProviderError(
    `${token} can't be imported: what is meant stands in the program alone.`,
    `Create it with \`pulumi up\`; ${whenCreated}`,
  );
}
