import * as net from "node:net";
import * as tls from "node:tls";
import { AbstractConnector } from "ioredis";

/** Where a server is, and whom it is believed to be; plain TCP without `tls`. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly tls?: tls.ConnectionOptions | undefined;
}

/** How long a connection that was told to end may take to. */
const endMilliseconds = 2_000;

/**
 * Makes ioredis' connections to one server, and hears every error of theirs. ioredis itself hears the first: of a server
 * whose certificate is not trusted an alert may follow, a second one, which would end the process.
 * https://github.com/redis/ioredis/pull/962
 */
export function connectorTo({ host, port, tls: trust }: ServerAddress) {
  return class Connector extends AbstractConnector {
    constructor() {
      super(endMilliseconds);
    }

    override async connect(): Promise<net.Socket> {
      this.connecting = true;
      this.stream = trust ? tls.connect({ host, port, ...trust }) : net.connect({ host, port });
      this.stream.on("error", (error) => {
        this.firstError ??= error;
      });
      return this.stream;
    }
  };
}
