import { Clients } from "./client";
import type { Done, Job, Path } from "./job";
import { run } from "./load";
import { argon2, jetstream, redisScript } from "./raw";
import { Recorder } from "./recorder";

/** Does the jobs that come as messages from the process that started this one. */
process.on("message", async (job: Job) => {
  process.send?.(await perform(job));
});

let clients: Clients | undefined;

function perform(job: Job): Promise<Done> {
  switch (job.kind) {
    case "accounts":
      return openAccounts(job.url, job.count);
    case "load":
      return run(job.load, () => send(job.path));
    case "argon2":
      return argon2(job.seconds);
    case "redis":
      return redisScript(job.port, job.password, job.seconds);
    case "jetstream":
      return jetstream(job.url, job.seed, job.seconds);
  }
}

async function openAccounts(url: string, count: number): Promise<Done> {
  clients = new Clients(url);
  const recorder = new Recorder();
  await recorder.record(() => clients?.open(count) ?? Promise.resolve());
  return recorder.done();
}

async function send(path: Path): Promise<void> {
  if (clients === undefined) throw new Error("There are no accounts yet");
  await clients.send(path);
}
