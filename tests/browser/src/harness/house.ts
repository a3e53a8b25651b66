// The demo under test: one process of Accord with its own data, on either database.
import { join } from "node:path";
import { Running, freePort, needed, removeFolder, run, temporaryFolder } from "./processes.js";

export const databases = ["sqlite", "postgresql"] as const;
export type Database = (typeof databases)[number];

/** Where the demo's story begins: at the order meeting, or ten months before, on the first day of the pursuit. */
export type Beginning = "meeting" | "pursuit";

const readyWithin = Number(process.env["ACCORD_TEST_START_SECONDS"] ?? 120);

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
  static async open(database: Database, begin: Beginning = "meeting", binary = needed("ACCORD_BIN")): Promise<House> {
    const folder = await temporaryFolder();
    const server = database === "postgresql" ? await OwnDatabase.create() : undefined;
    const port = await freePort();
    const args = ["demo", "--begin", begin, "--customers", "40", "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")];
    if (server) args.push("--database", server.address);
    const address = `http://127.0.0.1:${port}`;
    const programme = Running.start(`accord (${database})`, binary, args);
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

  /** Why the process runs no longer; undefined as long as it runs. */
  get end(): string | undefined {
    return this.programme.end;
  }

  /** Ends the process and removes its data. */
  async close(): Promise<void> {
    await this.programme.stop();
    await this.server?.drop();
    await removeFolder(this.folder);
  }
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
