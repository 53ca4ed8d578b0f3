import { backup } from "../acl/grants";
import { streams } from "../streams";
import type { UserDefinition } from "./user";

/** Copies every stream and puts copies back; apart from `stream-admin`, because a copy holds all messages. */
export const streamBackupUser = {
  name: "stream-backup",
  grants: streams.map(backup),
} as const satisfies UserDefinition;
