import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { bytesText, thousands } from "../../../stream-config";
import type { Connection } from "../api/connection";
import { isAtLeast } from "../api/failures";
import { toJson } from "../api/json";
import { checksumLine } from "./checksums";
import { explainFiles } from "./failures";
import { archiveFiles, checksumFile, type Draft, metaFile, openDraft, snapshotName } from "./folder";
import { progress } from "./progress";
import { receiveSnapshot, type SnapshotMeta } from "./receive";

/**
 * Copies the stream with its consumers into a new folder in `parent`, in the layout of `nats backup stream` and with
 * checksums beside it, and returns the folder. It gets its name when all of it is on the disk; before, and after any
 * failure, there is none of that name. Throws ProviderError.
 */
export async function takeSnapshot(
  connection: Connection,
  stream: string,
  parent: string,
  tell: (message: string) => void,
): Promise<string> {
  const target = join(parent, snapshotName(stream, new Date()));
  try {
    const draft = await openDraft(target);
    const content = await fill(draft, connection, stream, tell).catch(async (error: unknown) => {
      await draft.discard();
      throw error;
    });
    tell(`snapshot of stream "${stream}": complete, ${content}, in ${target}`);
    return target;
  } catch (error) {
    throw explainFiles(error, `The snapshot of stream "${stream}" can't be written to ${target}`);
  }
}

/** Makes the draft a snapshot, and says what is in it. */
async function fill(
  draft: Draft,
  connection: Connection,
  stream: string,
  tell: (message: string) => void,
): Promise<string> {
  const archive = archiveName(connection);
  const { meta, bytes, digest } = await receiveArchive(join(draft.dir, archive), connection, stream, tell);
  const text = toJson(meta, 2);
  await draft.write(metaFile, text);
  const metaDigest = createHash("sha256").update(text).digest("hex");
  await draft.write(checksumFile, checksumLine(digest, archive) + checksumLine(metaDigest, metaFile));
  await draft.keep();
  return `${thousands(meta.state.messages)} messages in ${bytesText(bytes)}`;
}

/** The format follows from the server's version. */
function archiveName({ nats }: Connection): string {
  return nats.info !== undefined && isAtLeast(nats.info.version, "2.15.0")
    ? archiveFiles.current
    : archiveFiles.older;
}

interface Archive {
  readonly meta: SnapshotMeta;
  readonly bytes: number;
  readonly digest: string;
}

async function receiveArchive(
  path: string,
  connection: Connection,
  stream: string,
  tell: (message: string) => void,
): Promise<Archive> {
  const file = await open(path, "wx", 0o600);
  const hash = createHash("sha256");
  const advance = progress(`snapshot of stream "${stream}"`, undefined, tell);
  let bytes = 0;
  try {
    const meta = await receiveSnapshot(connection, stream, async (piece) => {
      await file.writeFile(piece);
      hash.update(piece);
      bytes += piece.length;
      advance(piece.length);
    });
    await file.sync();
    return { meta, bytes, digest: hash.digest("hex") };
  } finally {
    await file.close();
  }
}
