import ipaddr from "ipaddr.js";

/** What the first bytes of a connection are; with `length`, a whole header, after which the client's own bytes follow. */
export type ProxyHeader =
  | { readonly kind: "incomplete" }
  | { readonly kind: "invalid" }
  /** A connection that the proxy makes for itself, or whose client it does not know. */
  | { readonly kind: "own"; readonly length: number }
  | { readonly kind: "client"; readonly length: number; readonly address: string };

const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
const fixedLength = 16;
/** Addresses and what may follow them: checksums, names, and the proxy's own notes. */
const longestRest = 4_096;
const longestLine = 107;

/**
 * Reads the header of the PROXY protocol, version 1 (text) or 2 (binary), that a connection begins with.
 * https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader {
  const known = Math.min(bytes.length, signature.length);
  if (bytes.subarray(0, known).equals(signature.subarray(0, known))) return readBinary(bytes);
  return readText(bytes.subarray(0, longestLine).toString("latin1"));
}

function readText(text: string): ProxyHeader {
  if (!"PROXY ".startsWith(text.slice(0, 6))) return { kind: "invalid" };
  const end = text.indexOf("\r\n");
  if (end < 0) return { kind: text.length < longestLine ? "incomplete" : "invalid" };
  const [, family, source = "", ...rest] = text.slice(0, end).split(" ");
  const length = end + 2;
  if (family === "UNKNOWN") return { kind: "own", length };
  const isAddress =
    (family === "TCP4" && ipaddr.IPv4.isValidFourPartDecimal(source)) ||
    (family === "TCP6" && ipaddr.IPv6.isValid(source));
  return isAddress && rest.length === 3 ? { kind: "client", length, address: source } : { kind: "invalid" };
}

function readBinary(bytes: Buffer): ProxyHeader {
  if (bytes.length < fixedLength) return { kind: "incomplete" };
  const [version, command] = [bytes.readUInt8(12) >> 4, bytes.readUInt8(12) & 0xf];
  const rest = bytes.readUInt16BE(14);
  if (version !== 2 || command > 1 || rest > longestRest) return { kind: "invalid" };
  const length = fixedLength + rest;
  if (bytes.length < length) return { kind: "incomplete" };
  return command === 0 ? { kind: "own", length } : readAddress(bytes.subarray(0, length));
}

/** Families: 1 is IPv4, 2 is IPv6; 0 and 3, unspecified and Unix sockets, have no address for us. */
function readAddress(header: Buffer): ProxyHeader {
  const size = [0, 4, 16, 0][header.readUInt8(13) >> 4];
  const source = header.subarray(fixedLength, fixedLength + (size ?? 0));
  if (size === undefined || source.length < size) return { kind: "invalid" };
  if (size === 0) return { kind: "own", length: header.length };
  return { kind: "client", length: header.length, address: ipaddr.fromByteArray([...source]).toString() };
}
