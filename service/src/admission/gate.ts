import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { AdmissionLimits } from "../config/admission-limits";
import { Breather } from "./breather";
import { LoadMeter } from "./load-meter";

/** Why a request is not let in. */
export type Refusal = "requests" | "pipelined";

/** What becomes of a request; one behind too many of its connection gets no answer of its own. */
export type Admission = "admitted" | Refusal | "unheard";

interface Connection {
  /** In the order in which they came; the first is being answered. */
  readonly visits: Visit[];
  /** Requests that came after too many. */
  unheard: number;
  /** Requests that were refused in this turn of the event loop. */
  refused: number;
  isClosing: boolean;
}

/** A request that was let in. */
interface Visit {
  readonly connection: Connection;
  readonly response: ServerResponse;
  readonly begin: () => void;
  state: "waits" | "under way" | "abandoned" | "over";
}

/**
 * So many of one connection are refused in a turn of the event loop; one that sends more is ended, which throws away what
 * it has sent, unread. The longer a turn takes, the sooner that is the cheaper answer.
 */
const refusalsPerTurn = 4;

/** An abandoned request is counted until it has an answer, which some never get: at most for so long. */
const abandonedMilliseconds = 5_000;

/**
 * Lets in as many requests as can be under way at once. Nothing else bounds them: Node.js takes all that clients send,
 * and each waits in memory for its turn. Requests of one connection are answered one after the other, as they have to be
 * (RFC 9112, section 9.3.2): those that don't wait for answers take nobody's place twice.
 */
export class Gate {
  readonly #meter: LoadMeter;
  readonly #breather = new Breather();
  readonly #connections = new WeakMap<Socket, Connection>();
  readonly #visits = new WeakMap<IncomingMessage, Visit>();
  #underWay = 0;

  constructor(private readonly limits: AdmissionLimits) {
    this.#meter = new LoadMeter(limits.requests);
  }

  /** Requests that were let in and have no answer yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Decides on a request, and begins with it when its turn has come. A connection that has too many has to end. */
  admit(request: IncomingMessage, response: ServerResponse, begin: () => void): Admission {
    const { socket } = request;
    const connection = this.#connections.get(socket) ?? this.#meet(socket);
    if (connection.isClosing) return this.#leaveUnheard(connection, socket);
    const refusal = this.#refusalFor(connection);
    if (refusal === undefined) {
      this.#letIn({ connection, response, begin, state: "waits" }, request);
      return "admitted";
    }
    if (refusal === "pipelined") hearNoMore(connection, socket);
    else if (connection.refused === 1) this.#breather.rest(connection, socket);
    return refusal;
  }

  /** Takes note that a request has its answer, also when nobody waits for it any more. */
  answered(request: IncomingMessage): void {
    const visit = this.#visits.get(request);
    if (visit?.state === "abandoned") this.#end(visit);
  }

  #refusalFor(connection: Connection): Refusal | undefined {
    if (connection.visits.length >= this.limits.pipelined) return "pipelined";
    if (this.#underWay < this.#meter.limit) return undefined;
    connection.refused += 1;
    return connection.refused > refusalsPerTurn ? "pipelined" : "requests";
  }

  #letIn(visit: Visit, request: IncomingMessage): void {
    const { connection, response } = visit;
    this.#visits.set(request, visit);
    this.#underWay += 1;
    response.once("close", () => this.#leave(visit));
    // All that was read at once is parsed first: a connection that is cut off for it has had no work begun, which would
    // keep hundreds of parsed requests in memory until it ends.
    if (connection.visits.push(visit) === 1) setImmediate(beginNext, connection);
  }

  /** What is parsed already can't be taken back; a client that sends on and on is cut off. */
  #leaveUnheard(connection: Connection, socket: Socket): "unheard" {
    connection.unheard += 1;
    if (connection.unheard > this.limits.pipelined) {
      socket.destroy();
      this.#leaveAll(connection);
    }
    return "unheard";
  }

  #meet(socket: Socket): Connection {
    const connection: Connection = { visits: [], unheard: 0, refused: 0, isClosing: false };
    this.#connections.set(socket, connection);
    // Answers that wait for their turn on a connection hear nothing of its end.
    socket.once("close", () => this.#leaveAll(connection));
    return connection;
  }

  /** From the last to the first, so that none begins because the one before it ends. */
  #leaveAll({ visits }: Connection): void {
    for (const visit of visits.toReversed()) this.#leave(visit);
  }

  /** A client that goes does not end the work on its request. */
  #leave(visit: Visit): void {
    if (visit.state === "waits" || visit.response.writableEnded) this.#end(visit);
    else if (visit.state === "under way") this.#abandon(visit);
  }

  #abandon(visit: Visit): void {
    visit.state = "abandoned";
    setTimeout(() => this.#end(visit), abandonedMilliseconds).unref();
  }

  #end(visit: Visit): void {
    if (visit.state === "over") return;
    const { connection, state } = visit;
    visit.state = "over";
    connection.visits.splice(connection.visits.indexOf(visit), 1);
    this.#underWay -= 1;
    if (state === "waits") return;
    this.#meter.answered();
    beginNext(connection);
  }
}

/**
 * Its answers are still sent, and then it ends. Node.js resumes a socket after each request that it has read, and so does
 * the breather in the next turn: only a pause after both lasts.
 */
function hearNoMore(connection: Connection, socket: Socket): void {
  connection.isClosing = true;
  setImmediate(() => socket.pause());
}

function beginNext({ visits: [next] }: Connection): void {
  if (next?.state !== "waits") return;
  next.state = "under way";
  next.begin();
}
