import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { CertificateSpec } from "./certificates";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const validYears = 10;

/** A certificate and its private key, both PEM. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority that can sign. */
export interface Authority extends Issued {
  readonly certificate: x509.X509Certificate;
  readonly signingKey: webcrypto.CryptoKey;
}

x509.cryptoProvider.set(webcrypto);

/** A new self-signed authority of the given name. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    cert: certificate.toString("pem"),
    key: await keyPem(keys),
    certificate,
    signingKey: keys.privateKey,
  };
}

/** A certificate for the given use, signed by the authority. */
export async function issue(spec: CertificateSpec, authority: Authority): Promise<Issued> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [spec.name] }, ...(spec.groups ?? []).map((group) => ({ O: [group] }))],
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.signingKey,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: await extensions(spec, authority),
  });
  return { cert: certificate.toString("pem"), key: await keyPem(keys) };
}

/** A key pair for signing service account tokens: private key and public key, PEM. */
export async function createSigningKeys(): Promise<{ privateKey: string; publicKey: string }> {
  const keys = await generateKeys();
  const spki = await webcrypto.subtle.exportKey("spki", keys.publicKey);
  return { privateKey: await keyPem(keys), publicKey: x509.PemConverter.encode(spki, "PUBLIC KEY") };
}

async function extensions(spec: CertificateSpec, authority: Authority): Promise<x509.Extension[]> {
  const alternatives: x509.JsonGeneralNames = [
    ...(spec.ips ?? []).map((value) => ({ type: "ip" as const, value })),
    ...(spec.names ?? []).map((value) => ({ type: "dns" as const, value })),
  ];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(purposes[spec.use]),
    await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
    ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
  ];
}

const purposes = {
  server: [x509.ExtendedKeyUsage.serverAuth],
  client: [x509.ExtendedKeyUsage.clientAuth],
  both: [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth],
};

/** From yesterday on, so that a clock that is set back a little does not make everything invalid. */
function validity() {
  const notBefore = new Date(Date.now() - 24 * 3600 * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notBefore.getFullYear() + validYears);
  return { notBefore, notAfter };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function keyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
}
