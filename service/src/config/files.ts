import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import {
  type ConfigProblem,
  type Env,
  type FileKey,
  fixOf,
  parseServiceContract,
  type ServiceContract,
} from "../../../stream-config/environment";

const base64url = Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" });
const signingKey = Type.Object({
  kty: Type.Literal("OKP"),
  crv: Type.Literal("Ed25519"),
  x: base64url,
  d: base64url,
  kid: Type.String({ minLength: 1, maxLength: 128 }),
  nbf: Type.Optional(
    Type.Integer({ minimum: 0, description: "From when it signs, seconds since the epoch" }),
  ),
});
const jwks = Compile(Type.Object({ keys: Type.Array(signingKey, { minItems: 1 }) }));

/** A private Ed25519 JWK (RFC 8037), and from when it signs; without that it has always done so. */
export type SigningKey = Static<typeof signingKey>;

const notInForm = "The file holds something else.";

/** Reads the files that variables name and collects what is wrong with them. Their content is never quoted. */
export class ConfigFiles {
  readonly problems: ConfigProblem[] = [];

  constructor(private readonly env: Env) {}

  /** The file's content without surrounding white space; undefined when the variable is not set. */
  optional(key: FileKey): string | undefined {
    const path = this.env[key];
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, "utf8").trim() || this.#reject(key, path, "The file is empty.");
    } catch (error) {
      return this.#reject(key, path, `It can't be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  }

  /** The content of a file that has to be there. */
  required(key: FileKey): string {
    if (this.env[key] === undefined) this.problems.push({ key, fix: fixOf(key) });
    return this.optional(key) ?? "";
  }

  /** A user nkey's seed. https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth */
  seed(key: FileKey): string {
    const seed = this.required(key);
    if (seed !== "" && !/^SU[A-Z2-7]{56}$/.test(seed)) this.#reject(key, this.env[key], notInForm);
    return seed;
  }

  /** A bearer token (RFC 6750) that can't be guessed. */
  token(key: FileKey): string {
    const token = this.required(key);
    if (token !== "" && !/^[\w.~+/-]{32,}=*$/.test(token)) this.#reject(key, this.env[key], notInForm);
    return token;
  }

  /** The signing keys of a JWKS file. */
  signingKeys(key: FileKey): readonly SigningKey[] {
    const content = this.required(key);
    if (content === "") return [];
    const parsed = parseJson(content);
    if (jwks.Check(parsed) && parsed.keys.every(isKeyPair) && areDistinct(parsed.keys)) return parsed.keys;
    this.#reject(key, this.env[key], notInForm);
    return [];
  }

  /** The durables of the contract that the stack has, which may be newer than this program. */
  contract(key: FileKey): ServiceContract {
    const content = this.required(key);
    const contract = parseServiceContract(content);
    if (content !== "" && contract === undefined) this.#reject(key, this.env[key], notInForm);
    return contract ?? { consumers: [] };
  }

  /** Certificate and private key of a server, which have to belong together. */
  serverTls(): { readonly cert: string; readonly key: string } {
    const pair = { cert: this.required("TLS_CERT_FILE"), key: this.required("TLS_KEY_FILE") };
    if (pair.cert !== "" && pair.key !== "" && !isServerTls(pair)) {
      this.#reject("TLS_CERT_FILE", this.env.TLS_CERT_FILE, "The two files don't hold a PEM pair.");
    }
    return pair;
  }

  #reject(key: FileKey, value: string | undefined, reason: string): undefined {
    this.problems.push({ key, ...(value !== undefined && { value }), fix: `${reason} ${fixOf(key)}` });
  }
}

function isKeyPair({ kty, crv, x, d }: SigningKey): boolean {
  try {
    const privateKey = createPrivateKey({ key: { kty, crv, x, d }, format: "jwk" });
    return createPublicKey(privateKey).export({ format: "jwk" }).x === x;
  } catch {
    return false;
  }
}

/** At any time one key signs, and a token names the one that has signed it. */
function areDistinct(keys: readonly SigningKey[]): boolean {
  const ids = new Set(keys.map(({ kid }) => kid));
  const beginnings = new Set(keys.map(({ nbf = 0 }) => nbf));
  return ids.size === keys.length && beginnings.size === keys.length;
}

function isServerTls(pair: { readonly cert: string; readonly key: string }): boolean {
  try {
    createSecureContext(pair);
    return true;
  } catch {
    return false;
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
