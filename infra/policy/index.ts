import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";
import { toPolicy } from "./to-policy";

new PolicyPack("auth-stack", { policies: rules.map(toPolicy), enforcementLevel: "mandatory" });
