import { readIfThere } from "../../lib/files";
import { network, node } from "../layout";
import { kubeconfigPath } from "../pki/kubeconfig";

const resolvConf = "/etc/resolv.conf";

/** CoreDNS's Corefile. Names outside the cluster go to the machine's own servers, if it has any. */
export function renderCorefile(resolvers = readIfThere(resolvConf) ?? ""): string {
  const hasResolver = /^\s*nameserver\s+\S/m.test(resolvers);
  return `.:53 {
    bind ${node.ip}
    errors
    kubernetes ${network.domain} in-addr.arpa ip6.arpa {
        kubeconfig ${kubeconfigPath("coredns")}
        pods disabled
        ttl 5
    }
${hasResolver ? `    forward . ${resolvConf}\n` : ""}    cache 30 {
        disable success ${network.domain}
        disable denial ${network.domain}
    }
}
`;
}
