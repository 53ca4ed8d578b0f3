import { createPrivateKey, X509Certificate } from "node:crypto";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { authstack } from "../../../../infra/provider/authstack";
import { type Recorded, secret, startEngine, type TestEngine, unknownValue, type Wire } from "../engine";

const token = "authstack:keys:Certificate";
const authority = { commonName: "auth-stack", usages: "authority", validityDays: 3650, renewBeforeDays: 365 };
const leaf = {
  commonName: "nats",
  usages: "both",
  dnsNames: ["nats", "nats.auth-stack.svc"],
  ipAddresses: ["127.0.0.1", "::1"],
  validityDays: 397,
  renewBeforeDays: 60,
};

let now: Date;
let engine: TestEngine;

beforeEach(async () => {
  now = new Date("2030-01-01T00:00:00Z");
  engine = await startEngine(
    onTestFinished,
    authstack(() => now),
  );
});

function parse(recorded: Recorded): X509Certificate {
  return new X509Certificate(String(recorded.state.certificate));
}

function privateKey({ state }: Recorded): string {
  const value = String((state.privateKey as Wire).value);
  expect(state.privateKey).toEqual(secret(value));
  return value;
}

/** The issuer as a program passes it: the outputs of the authority. */
function issuer(ca: Recorded): Wire {
  return { certificate: ca.state.certificate, privateKey: ca.state.privateKey };
}

async function issue(changes: Wire = {}): Promise<{ ca: Recorded; nats: Recorded }> {
  const ca = await engine.up(token, authority);
  return { ca, nats: await engine.up(token, { ...leaf, issuer: issuer(ca), ...changes }) };
}

/** The update that the same declaration leads to, if any. */
async function upAgain(before: Recorded, inputs: Wire): Promise<Recorded | "unchanged"> {
  const checked = await engine.check(token, inputs, before.inputs);
  const { changes, replaces } = await engine.diff(token, before, checked.inputs);
  expect(replaces).toEqual([]);
  return changes === "none" ? "unchanged" : engine.update(token, before, checked.inputs);
}

test("Certificate - an authority signs itself and may sign others, and no further authority", async () => {
  const ca = await engine.up(token, authority);
  const certificate = parse(ca);
  expect(certificate.ca).toBe(true);
  expect(certificate.subject).toBe("CN=auth-stack");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(privateKey(ca)))).toBe(true);
});

test("Certificate - one that is issued has its names, its uses and its end", async () => {
  const { ca, nats } = await issue();
  const certificate = parse(nats);
  expect(certificate.verify(parse(ca).publicKey)).toBe(true);
  expect(certificate.checkIssued(parse(ca))).toBe(true);
  expect(certificate.ca).toBe(false);
  for (const name of leaf.dnsNames) expect(certificate.checkHost(name)).toBe(name);
  for (const address of leaf.ipAddresses) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  expect(certificate.checkPrivateKey(createPrivateKey(privateKey(nats)))).toBe(true);
  expect(nats.state.notAfter).toBe("2031-02-02T00:00:00.000Z");
});

test("Certificate - the issuer's key stays a secret in inputs and state", async () => {
  const { ca, nats } = await issue();
  for (const properties of [nats.inputs, nats.state]) {
    expect(properties.issuer).toEqual(
      secret({ certificate: ca.state.certificate, privateKey: privateKey(ca) }),
    );
  }
});

test("Certificate - nothing changes before renewal is due, then it is issued anew with a new key", async () => {
  const { ca, nats } = await issue();
  const inputs = { ...leaf, issuer: issuer(ca) };
  now = new Date("2030-12-04T00:00:00Z");
  expect(await upAgain(nats, inputs)).toBe("unchanged");
  now = new Date("2030-12-04T00:00:01Z");
  expect(await engine.diff(token, nats, nats.inputs)).toMatchObject({ fields: { notAfter: "update" } });
  const renewed = (await upAgain(nats, inputs)) as Recorded;
  expect(renewed.state.notAfter).toBe("2032-01-05T00:00:01.000Z");
  expect(privateKey(renewed)).not.toBe(privateKey(nats));
  expect(await upAgain(renewed, inputs)).toBe("unchanged");
});

test("Certificate - a renewed authority keeps its key, so that what it has issued stays valid", async () => {
  const { ca, nats } = await issue();
  now = new Date("2039-01-01T00:00:00Z");
  const renewed = (await upAgain(ca, authority)) as Recorded;
  expect(privateKey(renewed)).toBe(privateKey(ca));
  expect(parse(renewed).validTo).not.toBe(parse(ca).validTo);
  expect(parse(nats).verify(parse(renewed).publicKey)).toBe(true);
});

test("Certificate - a higher generation gives an authority a new key", async () => {
  const ca = await engine.up(token, authority);
  const next = (await upAgain(ca, { ...authority, generation: 2 })) as Recorded;
  expect(privateKey(next)).not.toBe(privateKey(ca));
});

test("Certificate - it is issued anew when a name or the issuer changes", async () => {
  const { ca, nats } = await issue();
  const renamed = (await upAgain(nats, { ...leaf, dnsNames: ["other"], issuer: issuer(ca) })) as Recorded;
  expect(parse(renamed).checkHost("other")).toBe("other");
  const other = await engine.up(token, authority);
  const moved = (await upAgain(nats, { ...leaf, issuer: issuer(other) })) as Recorded;
  expect(parse(moved).verify(parse(other).publicKey)).toBe(true);
});

test("Certificate - another time of renewal alone issues nothing, and a preview knows that", async () => {
  const { ca, nats } = await issue();
  const later = { ...leaf, renewBeforeDays: 30, issuer: issuer(ca) };
  const updated = (await upAgain(nats, later)) as Recorded;
  expect(updated.state).toEqual({ ...nats.state, renewBeforeDays: 30 });
  const { inputs } = await engine.check(token, later, nats.inputs);
  const preview = await engine.update(token, nats, inputs, true);
  expect(preview.state).toMatchObject({ certificate: nats.state.certificate, renewBeforeDays: 30 });
  const renamed = await engine.update(token, nats, { ...inputs, commonName: "other" }, true);
  expect(renamed.state).toMatchObject({ certificate: unknownValue, privateKey: secret(unknownValue) });
});

test("Certificate - it ends no later than its issuer", async () => {
  now = new Date("2030-01-01T00:00:00Z");
  const ca = await engine.up(token, { ...authority, validityDays: 100, renewBeforeDays: 10 });
  const nats = await engine.up(token, { ...leaf, issuer: issuer(ca) });
  expect(nats.state.notAfter).toBe(ca.state.notAfter);
});

test("Certificate - an issuer that isn't known yet passes the check and counts as changed", async () => {
  const { nats } = await issue();
  const { inputs, failures } = await engine.check(token, { ...leaf, issuer: unknownValue }, nats.inputs);
  expect(failures).toEqual([]);
  expect(await engine.diff(token, nats, inputs)).toMatchObject({ fields: { issuer: "update" } });
});

test.each([
  [{ ...authority, issuer: { certificate: "c", privateKey: "k" } }, "issuer: an authority signs itself"],
  [leaf, 'issuer: a certificate for "both" needs an issuer'],
  [{ ...authority, renewBeforeDays: 3650 }, "renewBeforeDays: 3650 is not less than validityDays, 3650"],
  [{ ...authority, ipAddresses: ["localhost"] }, 'ipAddresses[0]: "localhost" is not an IP address'],
  [{ ...authority, usages: "anything" }, 'usages: "anything" is none of "authority", "server"'],
])("Certificate - a bad input is refused by its path: %o", async (inputs, reason) => {
  const { failures } = await engine.check(token, inputs);
  expect(failures).toEqual([expect.stringContaining(reason)]);
});
