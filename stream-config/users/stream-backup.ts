import type { UserDefinition } from "../acl/user";
import { backup } from "../acl/verbs/backup";
import { streams } from "../streams";

/** Copies every stream and puts copies back; apart from `stream-admin`, because a copy holds all messages. */
export const streamBackupUser = {
  name: "stream-backup",
  grants: streams.map(backup),
} as const satisfies UserDefinition;
