/** A header of the PROXY protocol's version 2: an IPv4 client, or other bytes; command and family as they are sent. */
export function binaryHeader(client: string | Buffer, command = 0x21, family = 0x11): Buffer {
  const rest =
    typeof client === "string"
      ? Buffer.from([...client.split(".").map(Number), 10, 0, 0, 1, 0xc8, 0x22, 1, 0xbb])
      : client;
  const fixed = Buffer.from([command, family, rest.length >> 8, rest.length & 0xff]);
  return Buffer.concat([Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1"), fixed, rest]);
}
