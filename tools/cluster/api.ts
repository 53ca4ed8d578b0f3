import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";

/** An answer of the Kubernetes API other than success. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly path: string,
    body: string,
  ) {
    super(`Kubernetes API answered ${status} for ${path}: ${body.slice(0, 300)}`);
  }
}

/** The few requests that the cluster's own tools make. */
export interface Api {
  /** The answer's text. Throws ApiError. */
  readonly get: (path: string) => Promise<string>;
  /** Server-side apply of one object at its path; repeating it changes nothing. Throws ApiError. */
  readonly apply: (path: string, object: object) => Promise<void>;
  /** Merge patch (RFC 7396): null removes a field. Throws ApiError. */
  readonly merge: (path: string, patch: object) => Promise<void>;
}

/** A client for the kubeconfig at `path`, which must be one of those in JSON that we write. */
export function openApi(path: string): Api {
  const { server, agent } = parseKubeconfig(readFileSync(path, "utf8"));
  return {
    get: (resource) => send(agent, new URL(resource, server), "GET"),
    apply: async (resource, object) => {
      const url = new URL(`${resource}?fieldManager=auth-stack-cluster&force=true`, server);
      await send(agent, url, "PATCH", { type: "application/apply-patch+yaml", body: JSON.stringify(object) });
    },
    merge: async (resource, patch) => {
      const body = JSON.stringify(patch);
      await send(agent, new URL(resource, server), "PATCH", { type: "application/merge-patch+json", body });
    },
  };
}

function parseKubeconfig(text: string): { server: string; agent: Agent } {
  const config = JSON.parse(text);
  const decode = (value: string) => Buffer.from(value, "base64").toString();
  const cluster = config.clusters[0].cluster;
  const user = config.users[0].user;
  const agent = new Agent({
    ca: decode(cluster["certificate-authority-data"]),
    cert: decode(user["client-certificate-data"]),
    key: decode(user["client-key-data"]),
  });
  return { server: cluster.server, agent };
}

interface Content {
  readonly type: string;
  readonly body: string;
}

function send(agent: Agent, url: URL, method: string, content?: Content): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = content && { headers: { "content-type": content.type } };
    const call = request(url, { agent, method, timeout: 5000, ...headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const status = answer.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve(text);
        else reject(new ApiError(status, url.pathname, text));
      });
    });
    call.on("timeout", () => call.destroy(new Error(`no answer from ${url.host} within 5 s`)));
    call.on("error", reject);
    call.end(content?.body);
  });
}
