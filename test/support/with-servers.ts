import { servers } from "../../tools/toolchain/requirements";
import { demandHere } from "./demand";

/** Looks whether the servers are there that tests start. */
export default () => demandHere(servers);
