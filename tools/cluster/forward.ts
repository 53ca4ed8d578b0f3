import { createServer, type Socket } from "node:net";
import { connect } from "node:tls";
import { openApi } from "./api";

/**
 * Leads a plain loopback port to a Service that speaks TLS: `forward <host:port> <target as JSON> <kubeconfig>`.
 * Address and certificate authority are looked up at the first connection and again after a failure, so that the
 * Service may come later, go away or be re-created with another authority. Runs as compiled JavaScript, apart from
 * the checkout.
 */
interface Target {
  readonly namespace: string;
  readonly service: string;
  readonly configMap: string;
}

interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  readonly ca: string;
}

function main([listen = "", target = "", kubeconfig = ""]: string[]): void {
  const upstream = remember(() => lookUp(kubeconfig, JSON.parse(target)));
  const server = createServer({ allowHalfOpen: true }, (client) => {
    pass(client, upstream).catch(() => client.destroy());
  });
  const [host, port] = listen.split(":");
  server.listen(Number(port), host);
}

interface Remembered<T> {
  readonly get: () => Promise<T>;
  readonly forget: () => void;
}

function remember<T>(find: () => Promise<T>): Remembered<T> {
  let known: Promise<T> | undefined;
  const forget = () => {
    known = undefined;
  };
  return {
    forget,
    get: () => {
      known ??= find();
      known.catch(forget);
      return known;
    },
  };
}

async function lookUp(kubeconfig: string, { namespace, service, configMap }: Target): Promise<Upstream> {
  const api = openApi(kubeconfig);
  const read = async (kind: string, name: string) =>
    JSON.parse(await api.get(`/api/v1/namespaces/${namespace}/${kind}/${name}`));
  const { spec } = await read("services", service);
  const { data } = await read("configmaps", configMap);
  const servername = `${service}.${namespace}.svc`;
  return { host: spec.clusterIP, port: spec.ports[0].port, servername, ca: data["ca.crt"] };
}

async function pass(client: Socket, upstream: Remembered<Upstream>): Promise<void> {
  client.on("error", () => client.destroy());
  client.pause();
  const server = await dial(await upstream.get()).catch(async () => {
    upstream.forget();
    return dial(await upstream.get());
  });
  server.on("error", () => client.destroy());
  client.on("close", () => server.destroy());
  server.on("close", () => client.destroy());
  client.pipe(server);
  server.pipe(client);
}

function dial(upstream: Upstream): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...upstream, timeout: 5000 });
    socket.once("timeout", () => socket.destroy(new Error(`no connection to ${upstream.host} within 5 s`)));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

main(process.argv.slice(2));
