// Starting programmes so that none outlives the tests, however these end.
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const running = new Set<ChildProcess>();
const folders = new Set<string>();

process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  process.once(signal, () => process.exit(code));
}

/** A variable of the environment that the tests cannot do without. */
export function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start the tests with tests/browser/run`);
  return value;
}

/** A programme that runs beside the tests. */
export class Running {
  private tail = "";
  private ended: string | undefined;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => (this.tail = (this.tail + text).slice(-8_000)));
    }
    child.once("error", (error) => (this.ended = error.message));
    child.once("exit", (code, signal) => {
      running.delete(child);
      this.ended ??= `ended with ${signal ?? code}`;
    });
  }

  /** Starts it; on Linux the kernel ends it when this process dies, even by SIGKILL. */
  static start(name: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): Running {
    const guard = process.platform === "linux" ? ["setpriv", "--pdeathsig", "KILL", "--"] : [];
    const [first, ...rest] = [...guard, command, ...args] as [string, ...string[]];
    const child = spawn(first, rest, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    return new Running(name, child);
  }

  /** The end of what it has written. */
  get output(): string {
    return this.tail;
  }

  /** Why it runs no longer; undefined as long as it runs. */
  get end(): string | undefined {
    return this.ended;
  }

  /** Waits until `address` answers 200. Fails when the programme ends first, or too late. */
  async answers(address: string, seconds: number): Promise<void> {
    const deadline = Date.now() + seconds * 1_000;
    for (;;) {
      if (this.ended) throw new Error(`${this.name} ${this.ended}:\n${this.tail}`);
      const status = await fetch(address).then(
        (response) => response.status,
        (error: unknown) => String(error),
      );
      if (status === 200) return;
      if (Date.now() > deadline) {
        throw new Error(`${this.name} gave ${status} at ${address} for ${seconds} s:\n${this.tail}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Asks it to end, and after ten seconds no longer asks. */
  async stop(): Promise<void> {
    if (this.ended) return;
    const gone = new Promise<void>((resolve) => this.child.once("exit", () => resolve()));
    this.child.kill("SIGTERM");
    const patience = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
    await gone;
    clearTimeout(patience);
  }
}

/** Runs a programme to its end and gives what it wrote. */
export async function run(command: string, args: string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(out) : reject(new Error(`${command}: ${err}`))));
  });
}

/** An empty folder that is removed when the tests end, at the latest. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "accord-browser-"));
  folders.add(folder);
  return folder;
}

/** Removes a folder of `temporaryFolder`. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** A TCP port of 127.0.0.1 that nobody uses now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
