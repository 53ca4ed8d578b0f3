import { streamSnapshots } from "../../../../infra/provider/snapshot";
import { testCall } from "../call";

/**
 * Takes a snapshot in a process of its own, as stream-backup with the seed in BACKUP_SEED, and prints its folder and the
 * most memory that the process has had, in kB.
 */
async function run(server: string, stream: string, parent: string): Promise<void> {
  const snapshots = streamSnapshots();
  snapshots.configure({ servers: [server], backupSeed: process.env.BACKUP_SEED ?? "" });
  const folder = await snapshots.take(stream, parent, testCall());
  console.log(JSON.stringify({ folder, maxRss: process.resourceUsage().maxRSS }));
}

const [server = "", stream = "", parent = ""] = process.argv.slice(2);
run(server, stream, parent).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
