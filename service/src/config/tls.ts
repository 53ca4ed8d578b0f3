/** Client side of TLS: `ca` is the PEM of the CA to trust in place of the system's. */
export interface ClientTls {
  readonly ca?: string;
}

export function toClientTls(ca: string | undefined): ClientTls {
  return ca === undefined ? {} : { ca };
}
