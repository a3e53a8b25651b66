// The demo under test: one process of Accord with its own data, on either database.
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Running, freePort, needed, removeFolder, run, temporaryFolder } from "./processes.js";

export const databases = ["sqlite", "postgresql"] as const;
export type Database = (typeof databases)[number];

/**
 * Where the demo's story begins: at the order meeting, ten months before on the first day of the pursuit, or on the morning
 * of the shipment. "empty" is no demo, but an installation that nobody has set up yet.
 */
export type Beginning = "meeting" | "pursuit" | "shipment" | "empty";

const readyWithin = Number(process.env["ACCORD_TEST_START_SECONDS"] ?? 120);

/** The tests' own receivers stand on this machine, as a company's may stand inside its network. */
const inside = { ACCORD_WEBHOOK_NETWORKS: "127.0.0.1" };

/** A running demo. */
export class House {
  private constructor(
    /** Where it listens, without a slash at the end. */
    readonly address: string,
    readonly database: Database,
    private readonly programme: Running,
    private readonly folder: string,
    private readonly server: OwnDatabase | undefined,
  ) {}

  /** Starts a demo with fresh data at the beginning of one of its stories and waits until it answers. */
  static async open(
    database: Database,
    begin: Beginning = "meeting",
    binary = needed("ACCORD_BIN"),
    more: (address: string) => Promise<string[]> = async () => [],
  ): Promise<House> {
    const folder = await temporaryFolder();
    const server = database === "postgresql" ? await OwnDatabase.create() : undefined;
    const port = await freePort();
    const what = begin === "empty" ? ["serve"] : ["demo", "--begin", begin, "--customers", "40"];
    const args = [...what, "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")];
    if (server) args.push("--database", server.address);
    const address = `http://127.0.0.1:${port}`;
    args.push(...(await more(address)));
    const programme = Running.start(`accord (${database})`, binary, args, inside);
    const house = new House(address, database, programme, folder, server);
    try {
      await programme.answers(`${address}/healthz`, readyWithin);
    } catch (error) {
      await house.close();
      throw error;
    }
    return house;
  }

  /** The end of what the process has written. */
  get output(): string {
    return this.programme.output;
  }

  /** The path of the one-time address at which an empty installation is set up. */
  get setUp(): string {
    const path = /\/set-up\/\S+/.exec(this.output)?.[0];
    if (!path) throw new Error(`no address was printed:\n${this.output}`);
    return path;
  }

  /** Why the process runs no longer; undefined as long as it runs. */
  get end(): string | undefined {
    return this.programme.end;
  }

  /** The newest letter to somebody outside that holds some words; waits until the post has gone out. */
  async letter(recipient: string, holding: string, within = 40): Promise<string> {
    const folder = join(this.folder, "data", "mail");
    for (let left = within * 4; left > 0; left -= 1) {
      const found: { at: number; text: string }[] = [];
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name);
        const text = readable(await readFile(path, "utf8"));
        if (text.includes(recipient) && text.includes(holding)) found.push({ at: (await stat(path)).mtimeMs, text });
      }
      const newest = found.sort((one, other) => other.at - one.at)[0];
      if (newest) return newest.text;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`no letter to ${recipient} with ${holding}`);
  }

  /** Ends the process and removes its data. */
  async close(): Promise<void> {
    await this.programme.stop();
    await this.server?.drop();
    await removeFolder(this.folder);
  }
}

/** Head and body of a letter as its reader sees them. */
function readable(letter: string): string {
  const [head = "", ...rest] = letter.split(/\r?\n\r?\n/);
  const body = rest.join("\n\n");
  if (/^content-transfer-encoding: base64/im.test(head)) return `${head}\n\n${Buffer.from(body, "base64").toString("utf8")}`;
  const plain = body.replace(/=\r?\n/g, "").replace(/((?:=[0-9A-F]{2})+)/g, (codes) => Buffer.from(codes.replaceAll("=", ""), "hex").toString("utf8"));
  return `${head}\n\n${plain}`;
}

/** A database of its own on the test server. */
class OwnDatabase {
  private static count = 0;

  private constructor(
    readonly address: string,
    private readonly name: string,
  ) {}

  static async create(): Promise<OwnDatabase> {
    const name = `browser_${process.pid}_${++OwnDatabase.count}`;
    await OwnDatabase.sql(`CREATE DATABASE ${name}`);
    // The last part of the path names the database; URL would not take a socket as host.
    const address = needed("ACCORD_TEST_POSTGRES").replace(/\/[^/?]*(\?.*)?$/, `/${name}$1`);
    return new OwnDatabase(address, name);
  }

  async drop(): Promise<void> {
    await OwnDatabase.sql(`DROP DATABASE ${this.name} WITH (FORCE)`);
  }

  private static async sql(text: string): Promise<void> {
    const psql = join(needed("ACCORD_TEST_POSTGRES_BIN"), "psql");
    await run(psql, ["--no-psqlrc", "--quiet", "--command", text, needed("ACCORD_TEST_POSTGRES")]);
  }
}
