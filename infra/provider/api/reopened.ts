import { DroppedError, UnansweredError, UncertainError } from "../errors";
import type { Connection } from "./connection";

/** A connection that is opened when it is needed, and anew after it was found broken. */
export interface Reopened {
  /**
   * Throws what the work throws. A connection on which no answer came is not used again. `patience` decides how long to
   * wait for the connection, by passing the promise on or by throwing.
   */
  readonly use: <Result>(
    work: (connection: Connection) => Promise<Result>,
    patience: <Opened>(opening: Promise<Opened>) => Promise<Opened>,
  ) => Promise<Result>;
  /** Ends all, and what is under way on it. */
  readonly close: () => Promise<void>;
}

/** A connection and the number of requests under way on it. */
interface Lease {
  readonly connection: Connection;
  users: number;
}

/** One connection at a time for new requests; those that are under way on a broken one may still get their answers. */
export function reopened(connect: () => Promise<Connection>): Reopened {
  let current: Promise<Lease> | undefined;
  const open = new Set<Lease>();
  const lease = (): Promise<Lease> => {
    const opening = current ?? connect().then((connection) => ({ connection, users: 0 }));
    current = opening;
    opening.then(
      (opened) => open.add(opened),
      () => retire(opening),
    );
    return opening;
  };
  const retire = (broken: Promise<Lease>) => {
    if (current === broken) current = undefined;
  };
  const end = async (ended: Lease) => {
    open.delete(ended);
    await ended.connection.close().catch(() => undefined);
  };
  return {
    use: async (work, patience) => {
      const leasing = lease();
      const leased = await patience(leasing);
      leased.users += 1;
      try {
        return await work(leased.connection);
      } catch (error) {
        if (isBroken(error)) retire(leasing);
        throw error;
      } finally {
        leased.users -= 1;
        if (leased.users === 0 && current !== leasing) await end(leased);
      }
    },
    close: async () => {
      current = undefined;
      await Promise.all([...open].map(end));
    },
  };
}

function isBroken(error: unknown): boolean {
  return error instanceof UnansweredError || error instanceof DroppedError || error instanceof UncertainError;
}
