import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** Milliseconds of a day. */
export const dayInMilliseconds = 86_400_000;

/** What a certificate says. */
export interface Subject {
  readonly commonName: string;
  readonly usages: "authority" | "server" | "client" | "both";
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly validityDays: number;
}

/** A certificate and its private key, both PEM, and its end in RFC 3339. */
export interface Issued {
  readonly certificate: string;
  readonly privateKey: string;
  readonly notAfter: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const purposes = {
  authority: [],
  server: [x509.ExtendedKeyUsage.serverAuth],
  client: [x509.ExtendedKeyUsage.clientAuth],
  both: [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth],
};

x509.cryptoProvider.set(webcrypto);

/** A self-signed authority, with this private key (PKCS #8 PEM) or a new one. */
export async function issueAuthority(subject: Subject, now: Date, privateKey?: string): Promise<Issued> {
  const keys = await (privateKey === undefined ? generateKeys() : importKeys(privateKey));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [subject.commonName] }],
    keys,
    signingAlgorithm: algorithm,
    ...validity(subject, now),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return describe(certificate, keys);
}

/** A certificate with a new key, signed by the issuer (PEM). It ends no later than the issuer's. */
export async function issue(
  subject: Subject,
  issuer: { readonly certificate: string; readonly privateKey: string },
  now: Date,
): Promise<Issued> {
  const authority = new x509.X509Certificate(issuer.certificate);
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [subject.commonName] }],
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: (await importKeys(issuer.privateKey)).privateKey,
    signingAlgorithm: algorithm,
    ...validity(subject, now, authority.notAfter),
    extensions: await extensions(subject, authority, keys),
  });
  return describe(certificate, keys);
}

async function extensions(
  { usages, dnsNames = [], ipAddresses = [] }: Subject,
  authority: x509.X509Certificate,
  keys: webcrypto.CryptoKeyPair,
): Promise<x509.Extension[]> {
  const names: x509.JsonGeneralNames = [
    ...dnsNames.map((value) => ({ type: "dns" as const, value })),
    ...ipAddresses.map((value) => ({ type: "ip" as const, value })),
  ];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(purposes[usages]),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(authority),
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
  ];
}

/** From a day ago on, so that a clock that is a little behind accepts it. */
function validity({ validityDays }: Subject, now: Date, limit?: Date): { notBefore: Date; notAfter: Date } {
  const end = now.getTime() + validityDays * dayInMilliseconds;
  return {
    notBefore: new Date(now.getTime() - dayInMilliseconds),
    notAfter: new Date(Math.min(end, limit?.getTime() ?? end)),
  };
}

async function describe(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): Promise<Issued> {
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificate: certificate.toString("pem"),
    privateKey: x509.PemConverter.encode(pkcs8, "PRIVATE KEY"),
    notAfter: certificate.notAfter.toISOString(),
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** The pair of a private key. Its public half is found by way of the key's JWK. */
async function importKeys(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const [der = new ArrayBuffer()] = x509.PemConverter.decode(pem);
  const privateKey = await webcrypto.subtle.importKey("pkcs8", der, algorithm, true, ["sign"]);
  const { d: _, key_ops: __, ...publicJwk } = await webcrypto.subtle.exportKey("jwk", privateKey);
  const publicKey = await webcrypto.subtle.importKey("jwk", publicJwk, algorithm, true, ["verify"]);
  return { privateKey, publicKey };
}
