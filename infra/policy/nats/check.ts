import { type NatsMap, NatsSyntaxError, parseNats } from "../../nats-conf/parse";
import { filesOf } from "../files";
import type { ResourceRule } from "../rule";

type Check = (config: NatsMap) => readonly string[];

/** A check of every file that a nats-server is started with (`nats.conf`), in a ConfigMap or a Secret. */
export function checkNatsFiles(check: Check): ResourceRule["check"] {
  return checkFiles(serverFile, check);
}

/** The same of every file that may declare users: `nats.conf`, and `accounts.conf`, which it may include. */
export function checkUserFiles(check: Check): ResourceRule["check"] {
  return checkFiles(userFile, check);
}

/** Whether `checkUserFiles` finds the file by its name. */
export function isUserFile(path: string): boolean {
  return userFile.test(path);
}

const serverFile = /nats[^/]*\.conf$/;
const userFile = /(nats|accounts)[^/]*\.conf$/;

function checkFiles(name: RegExp, check: Check): ResourceRule["check"] {
  return (resource) => filesOf(resource, name).flatMap(({ text }) => checkText(text, check));
}

function checkText(text: string, check: Check): readonly string[] {
  try {
    return check(parseNats(text));
  } catch (error) {
    if (!(error instanceof NatsSyntaxError)) throw error;
    return [`The NATS configuration can't be checked: ${error.message}. Mend it, e.g. an unclosed brace.`];
  }
}
