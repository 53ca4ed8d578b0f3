import type { ConnectAs } from "./rights/client";

/** What `nats-server -t` says of the files that a server would read now. */
export type FilesCheck =
  | { readonly kind: "valid"; readonly digest: string }
  | { readonly kind: "refused"; readonly reason: string };

/** A running nats-server, to one who can run commands beside it. Everything throws UnreachableError when it is away. */
export interface NatsServer {
  readonly name: string;
  /** Digest of the configuration that it runs with: `config_digest` of `/varz`. */
  readonly runningDigest: () => Promise<string>;
  readonly checkFiles: () => Promise<FilesCheck>;
  /** Has its files brought up to date, which may take a while. */
  readonly updateFiles: () => Promise<void>;
  /** Tells it to read its files again. It does so in its own time, and answers nowhere but in its log. */
  readonly reload: () => Promise<void>;
  /** Its newest complaint about a reload, if it had any. */
  readonly reloadComplaint: () => Promise<string | undefined>;
  /** Lets in a client of this server, and of no other one of the cluster. */
  readonly connectAs: ConnectAs;
}

/** The servers of a cluster. */
export interface NatsServers {
  /** Waits until every server runs what it was last started for and is ready. Throws ProviderError. */
  readonly settle: (inform: (message: string) => void) => Promise<void>;
  readonly server: (name: string) => NatsServer;
  readonly existence: () => Promise<"there" | "gone">;
}
