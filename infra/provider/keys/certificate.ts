import { isIP } from "node:net";
import { type Static, Type } from "typebox";
import { changedFields } from "../diff";
import type { CheckContext, Checked, CheckFailure, FieldChanges, Resource } from "../resource";
import { checkGeneration, generation, nameOf } from "./generation";
import { dayInMilliseconds, type Issued, issue, issueAuthority } from "./issue";

const issuer = Type.Object(
  {
    certificate: Type.String({ description: "The authority's certificate, PEM" }),
    privateKey: Type.String({ description: "The authority's private key, PEM" }),
  },
  { additionalProperties: false, description: "The authority that signs" },
);

const inputs = Type.Object(
  {
    commonName: Type.String({ minLength: 1, maxLength: 64, description: "Name of the subject" }),
    usages: Type.Enum(["authority", "server", "client", "both"], {
      description: "What it is for: signing others, or one side of a TLS connection, or both sides",
    }),
    dnsNames: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: "DNS names" })),
    ipAddresses: Type.Optional(Type.Array(Type.String({ minLength: 2 }), { description: "IP addresses" })),
    validityDays: Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: "Days from its issue to its end",
    }),
    renewBeforeDays: Type.Integer({ minimum: 0, description: "Days before its end when it is issued anew" }),
    issuer: Type.Optional(issuer),
    generation,
  },
  { additionalProperties: false },
);
const outputs = Type.Object({
  certificate: Type.String({ description: "The certificate, PEM" }),
  privateKey: Type.String({ description: "Its private key, PKCS #8 PEM" }),
  notAfter: Type.String({ description: "When it ends, RFC 3339" }),
});

/** Inputs of Certificate. */
export type CertificateInputs = Static<typeof inputs>;

/** State of Certificate. */
export type CertificateState = CertificateInputs & Static<typeof outputs>;

/**
 * A certificate authority, or a certificate that one has issued (RFC 5280). It is issued anew when an input or the
 * issuer's certificate changes, and when renewal is due; `now` tells the time.
 */
export function certificateResource(now: () => Date): Resource<CertificateInputs, CertificateState> {
  return {
    token: "authstack:keys:Certificate",
    description: "A certificate authority, or a certificate issued by one.",
    inputs,
    outputs,
    secrets: ["privateKey"],
    check,
    diff: ({ before, inputs }, changed) =>
      isDue({ ...before, ...inputs }, now()) ? { ...changed, notAfter: renewal } : changed,
    keepsOutputs: onlySchedule,
    create: async (given, { urn }) => ({
      id: nameOf(urn),
      state: { ...given, ...(await issueNew(given, now())) },
    }),
    update: async ({ before, inputs: given }) => ({ ...given, ...(await reissue(before, given, now())) }),
  };
}

const renewal = { kind: "update", effect: "update", of: "output" } as const;

function check(given: Partial<CertificateInputs>, context: CheckContext<CertificateInputs>): Checked {
  const { unknowns } = context;
  const checked = checkGeneration(given, context);
  const failures = [
    ...checked.failures,
    ...(unknowns.has("issuer") || unknowns.has("usages") ? [] : checkIssuer(given)),
    ...checkRenewal(given),
    ...(given.ipAddresses ?? []).flatMap((address, index) =>
      isIP(address)
        ? []
        : [{ property: `ipAddresses[${index}]`, reason: `"${address}" is not an IP address` }],
    ),
  ];
  return { inputs: checked.inputs, failures };
}

function checkIssuer({ usages, issuer }: Partial<CertificateInputs>): CheckFailure[] {
  if (usages === "authority" && issuer !== undefined) {
    return [
      {
        property: "issuer",
        reason: 'an authority signs itself; leave the issuer out, or change usages from "authority"',
      },
    ];
  }
  if (usages !== "authority" && issuer === undefined) {
    return [
      {
        property: "issuer",
        reason: `a certificate for "${usages}" needs an issuer: the outputs of a Certificate for "authority"`,
      },
    ];
  }
  return [];
}

function checkRenewal({ validityDays, renewBeforeDays }: Partial<CertificateInputs>): CheckFailure[] {
  if (validityDays === undefined || renewBeforeDays === undefined || renewBeforeDays < validityDays)
    return [];
  return [
    {
      property: "renewBeforeDays",
      reason: `${renewBeforeDays} is not less than validityDays, ${validityDays}`,
    },
  ];
}

function isDue({ notAfter, renewBeforeDays }: CertificateState, now: Date): boolean {
  return now.getTime() > Date.parse(notAfter) - renewBeforeDays * dayInMilliseconds;
}

/** When to renew is no part of the certificate. */
function onlySchedule(changed: FieldChanges): boolean {
  return Object.keys(changed).every((name) => name === "renewBeforeDays");
}

function issueNew(given: CertificateInputs, now: Date): Promise<Issued> {
  return given.issuer === undefined ? issueAuthority(given, now) : issue(given, given.issuer, now);
}

/**
 * An authority keeps its key until its generation changes, so that what it has issued stays valid under its new
 * certificate.
 */
async function reissue(before: CertificateState, given: CertificateInputs, now: Date): Promise<Issued> {
  const { certificate, privateKey, notAfter } = before;
  const changed = changedFields(Object.keys(inputs.properties), before, given);
  if (onlySchedule(changed) && !isDue({ ...before, ...given }, now))
    return { certificate, privateKey, notAfter };
  if (given.issuer === undefined && changed.generation === undefined)
    return issueAuthority(given, now, privateKey);
  return issueNew(given, now);
}
