// How a test is written:
//
//   onBothDatabases("the sign-in page opens", async ({ visit }) => {
//     const guest = await visit({ lang: "pt-BR", width: 360 });
//     await guest.go("/sign-in");
//     await guest.axe();
//   });
//
// It runs once on SQLite and once on PostgreSQL. Tests share one demo for each database; a
// test that moves the clock or changes what others look at asks for `{ own: true }`.
//
// A long story in both languages is `inEachLanguage`: neither database knows a language, so
// each language has one of them, and with `./test --long` both.
import { after, test } from "node:test";
import type { Browser } from "playwright-core";
import { type Beginning, type Database, House, databases } from "./house.js";
import { type Lang, type Look, Visit, languages, openBrowser } from "./visit.js";

/** What a test is given. */
export interface Stage {
  house: House;
  database: Database;
  /** Opens a page in a fresh browser context; it is closed and judged after the test. */
  visit: (look?: Look) => Promise<Visit>;
}

const houses = new Map<Database, Promise<House>>();
let browser: Promise<Browser> | undefined;

after(async () => {
  for (const opened of houses.values()) await (await opened.catch(() => undefined))?.close();
  await (await browser?.catch(() => undefined))?.close();
});

/** The one browser of all tests; each visit has a context of its own in it. */
export async function sharedBrowser(): Promise<Browser> {
  return await (browser ??= openBrowser());
}

async function sharedHouse(database: Database): Promise<House> {
  const opened = houses.get(database) ?? House.open(database);
  houses.set(database, opened);
  return await opened;
}

/** Runs `body` with visits to `address`, then closes and judges each of them. */
export async function visiting(
  address: string,
  label: string,
  body: (visit: Stage["visit"]) => Promise<void>,
): Promise<void> {
  const visits: Visit[] = [];
  const faults: unknown[] = [];
  try {
    await body(async (look) => {
      const visit = await Visit.open(await sharedBrowser(), address, look, label);
      visits.push(visit);
      return visit;
    });
  } catch (error) {
    faults.push(error);
  }
  for (const visit of visits) await visit.close().catch((error: unknown) => faults.push(error));
  if (faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new AggregateError(faults, faults.map(String).join("\n"));
}

interface Options {
  /** A demo of its own, for what moves the clock or changes what others look at. */
  own?: boolean;
  begin?: Beginning;
  seconds?: number;
}

type Body<Given> = (given: Given) => Promise<void>;

/** Whether every combination is asked for, as in `./test --long`. */
export const long = process.env["ACCORD_TEST_LONG"] === "1";

/** Registers one test for each database. */
export function onBothDatabases(name: string, body: Body<Stage>, options: Options = {}): void {
  for (const database of databases) on(database, name, body, options);
}

/** Registers one test for each language, each on a database of its own; with `long`, on both. */
export function inEachLanguage(name: string, body: Body<Stage & { lang: Lang }>, options: Options = {}): void {
  for (const [at, lang] of languages.entries()) {
    const chosen = long ? databases : databases.filter((_, place) => place === at % databases.length);
    for (const database of chosen) on(database, `${name} (${lang})`, async (stage) => await body({ ...stage, lang }), options);
  }
}

function on(database: Database, name: string, body: Body<Stage>, options: Options): void {
  test(`${name} (${database})`, { timeout: (options.seconds ?? 180) * 1_000 }, async () => {
    const house = options.own ? await House.open(database, options.begin) : await sharedHouse(database);
    try {
      await visiting(house.address, database, async (visit) => await body({ house, database, visit }));
      if (house.end) throw new Error(`accord ${house.end}:\n${house.output}`);
    } finally {
      if (options.own) await house.close();
    }
  });
}
