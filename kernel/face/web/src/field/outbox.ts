// What was done here and is to be told: in order, each under a key of its own, so that a lost answer does no harm. A
// file goes before what stands after it; a conflict holds up what belongs to the same visit, and nothing else.
import { clashes, reportOf } from "./merge";
import { standing } from "./overlay";
import { dropItem, keepDay, keepItem, readItems } from "./store";
import type { Day, Field, Item, ReportFields, State, Visit } from "./types";
import { say } from "./words";

const AGAIN = 20_000;
const TOO_LONG = 30_000;

export interface Outbox {
  items: Item[];
  /** The server wants somebody to sign in. */
  signIn: boolean;
  /** The server answered when it was last asked. */
  reached: boolean;
}

export const outbox: Outbox = { items: [], signIn: false, reached: true };

let day: Day | undefined;
let changed: () => void = () => undefined;
let running = false;
let again = 0;

/** Asks the server. Whether it answers is the one sign of a network to be believed: a browser says that it is connected
 * in a cellar too. */
export async function ask(address: string, how: RequestInit): Promise<Response> {
  try {
    const response = await fetch(address, how);
    outbox.reached = true;
    return response;
  } catch (error) {
    outbox.reached = false;
    throw error;
  }
}

/** Reads what is kept; `onChange` is called whenever something stands differently. */
export async function start(onChange: () => void): Promise<void> {
  changed = onChange;
  outbox.items = await readItems();
  // What was under way when the program was closed is not known to have arrived: its key makes a second try harmless.
  for (const item of outbox.items) if (item.state === "sending") await set(item, "saved");
}

/** Whose day it is now. */
export function belongTo(of: Day): void {
  day = of;
}

const mine = (): Item[] => outbox.items.filter((item) => item.person === day?.person.id);

/** What is not told yet, of anybody who used this device. */
export const unsent = (): Item[] => outbox.items.filter((item) => item.state !== "sent");

/** Items of a visit, in order. */
export const itemsOf = (visit: string): Item[] => mine().filter((item) => item.visit === visit);

async function set(item: Item, state: State): Promise<void> {
  item.state = state;
  await keepItem(item);
  tellPages();
  changed();
}

/** Other pages of the house ask whether something is unsent before somebody signs out. */
function tellPages(): void {
  const left = unsent().length;
  if (left > 0) localStorage.setItem("field-unsent", String(left));
  else localStorage.removeItem("field-unsent");
}

async function add(item: Omit<Item, "id" | "person" | "seq" | "state" | "at">): Promise<Item> {
  if (!day) throw new Error("nobody is known here");
  const last = outbox.items.at(-1)?.seq ?? 0;
  const made: Item = { ...item, id: crypto.randomUUID(), person: day.person.id, seq: last + 1, state: "saved", at: now() };
  await keepItem(made);
  outbox.items.push(made);
  tellPages();
  changed();
  void flush();
  return made;
}

const AHEAD = "field-ahead";
const AT = "field-now";

/** Now, by the server's clock as far as it is known: a device's clock may be wrong, a demonstration's stands still. */
export function now(): string {
  const known = localStorage.getItem(AT);
  if (known && "clockStands" in document.body.dataset) return known;
  return new Date(Date.now() + Number(localStorage.getItem(AHEAD) ?? 0)).toISOString();
}

/** What the server's clock says. A second is taken off, so that nothing lies ahead of it. */
export function setClock(server: string): void {
  localStorage.setItem(AT, server);
  localStorage.setItem(AHEAD, String(Math.round(Date.parse(server) - Date.now() - 1_000)));
}

/** Something is done. */
export const act = (visit: string | null, label: string, action: string, input: Record<string, unknown>): Promise<Item> =>
  add({ visit, label, action, input });

/** A photo is taken. */
export const photo = (visit: Visit, file: Blob, fileName: string): Promise<Item> =>
  add({ visit: visit.id, label: say("field-app-photo"), action: "upload", input: { customer: visit.customer.id, about_kind: "visit", about: visit.id }, file, fileName });

/** Fields of the report are written: into what waits already, unless something was done since. */
export async function write(visit: Visit, fields: Partial<ReportFields>): Promise<void> {
  const own = itemsOf(visit.id);
  const last = own.at(-1);
  const waits = last && last.action === "visit.report" && (last.state === "saved" || last.state === "conflict") ? last : undefined;
  // What stood there before this: the server's words, and on them what was written here and not told yet.
  const before = standing(visit, own.filter((item) => item !== waits)).report;
  const base: Partial<ReportFields> = waits?.base ?? {};
  for (const name of Object.keys(fields) as Field[]) if (base[name] === undefined) Object.assign(base, { [name]: before[name] });
  if (waits) {
    waits.base = base;
    waits.input = { ...waits.input, ...fields };
    await keepItem(waits);
    changed();
    flushSoon();
    return;
  }
  await add({ visit: visit.id, label: say("field-app-report"), action: "visit.report", input: { visit: visit.id, ...fields }, base });
}

let soon = 0;
function flushSoon(): void {
  clearTimeout(soon);
  soon = window.setTimeout(() => void flush(), 1_500);
}

/** What somebody chose of a conflict. */
export async function settle(item: Item, chosen: Partial<ReportFields>): Promise<void> {
  const base: Partial<ReportFields> = item.base ?? {};
  for (const clash of item.clashes ?? []) Object.assign(base, { [clash.field]: clash.theirs });
  item.base = base;
  item.input = { ...item.input, ...chosen };
  delete item.clashes;
  await set(item, "saved");
  void flush();
}

/** A refused item is read and put away. */
export async function putAway(item: Item): Promise<void> {
  outbox.items = outbox.items.filter((other) => other.id !== item.id);
  await dropItem(item.id);
  tellPages();
  changed();
}

/** Sends what waits, in order, one at a time. */
export async function flush(): Promise<void> {
  clearTimeout(again);
  if (running || !day) return;
  running = true;
  try {
    for (;;) {
      const held = new Set(mine().filter((item) => item.state === "conflict").map((item) => item.visit));
      const next = mine().find((item) => item.state === "saved" && !(item.visit && held.has(item.visit)));
      if (!next || !(await send(next))) break;
    }
  } finally {
    running = false;
  }
  if (mine().some((item) => item.state === "saved")) again = window.setTimeout(() => void flush(), AGAIN);
}

function visitOf(item: Item): Visit | undefined {
  return day?.visits.find((visit) => visit.id === item.visit);
}

/** Whether to go on with the next one. */
async function send(item: Item): Promise<boolean> {
  if (item.action === "visit.report" && clash(item)) return true;
  await set(item, "sending");
  let response: Response;
  try {
    response = item.action === "upload" ? await upload(item) : await post(item);
  } catch {
    await set(item, "saved");
    return false;
  }
  if (response.ok) {
    outbox.signIn = false;
    const answer: unknown = await response.json().catch(() => ({}));
    if (item.action === "visit.report") await written(item, answer as { version?: number });
    delete item.file;
    await set(item, "sent");
    return true;
  }
  if (response.status === 401) {
    outbox.signIn = true;
    await set(item, "saved");
    return false;
  }
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    await set(item, "saved");
    return false;
  }
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string | { current?: Record<string, unknown> }; current?: Record<string, unknown>; errors?: { detail?: string }[] };
  const current = currentOf(problem as Record<string, unknown>);
  if (response.status === 412 && item.action === "visit.report" && current) {
    const theirs = reportOf(current);
    const visit = visitOf(item);
    if (theirs && visit && day) {
      visit.report = theirs;
      await keepDay(day);
      if (!clash(item)) await set(item, "saved");
      return true;
    }
  }
  const fields = (problem.errors ?? []).map((error) => error.detail).filter(Boolean);
  item.problem = [typeof problem.detail === "string" ? problem.detail : problem.title, ...fields].filter(Boolean).join(" ");
  await set(item, "refused");
  return true;
}

/** The row that stands, wherever the problem holds it. */
function currentOf(problem: Record<string, unknown>): Record<string, unknown> | undefined {
  for (const value of Object.values(problem)) {
    if (value && typeof value === "object" && "current" in value) return (value as { current: Record<string, unknown> }).current;
  }
  const direct = problem["current"];
  return direct && typeof direct === "object" ? (direct as Record<string, unknown>) : undefined;
}

/** Marks an item whose fields somebody else wrote meanwhile; true when a person has to choose. */
function clash(item: Item): boolean {
  const visit = visitOf(item);
  if (!visit) return false;
  const { visit: _, version: __, ...fields } = item.input;
  const found = clashes(fields as Partial<ReportFields>, item.base ?? {}, visit.report);
  if (found.length === 0) return false;
  item.clashes = found;
  void set(item, "conflict");
  return true;
}

/** The report stands as it was written here. */
async function written(item: Item, answer: { version?: number }): Promise<void> {
  const visit = visitOf(item);
  if (!visit || !day) return;
  const { visit: _, version: __, ...fields } = item.input;
  Object.assign(visit.report, fields);
  if (answer.version) visit.report.version = answer.version;
  await keepDay(day);
}

async function post(item: Item): Promise<Response> {
  const visit = visitOf(item);
  const input = item.action === "visit.report" && visit ? { ...item.input, version: visit.report.version } : item.input;
  // The same words under the same key; words that were merged since are another call.
  const key = item.action === "visit.report" ? `${item.id}-${visit?.report.version ?? 0}` : item.id;
  return await ask(`/api/v1/actions/${item.action}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "idempotency-key": key },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(TOO_LONG),
  });
}

async function upload(item: Item): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(item.input)) form.set(name, String(value));
  form.set("_key", item.id);
  if (item.file) form.set("file", item.file, item.fileName ?? "photo.jpg");
  return await ask("/upload", { method: "POST", headers: { accept: "application/json" }, body: form, signal: AbortSignal.timeout(4 * TOO_LONG) });
}

/** Forgets what was told, once the day was read anew and shows it. */
export async function tidy(): Promise<void> {
  for (const item of mine().filter((item) => item.state === "sent")) {
    outbox.items = outbox.items.filter((other) => other.id !== item.id);
    await dropItem(item.id);
  }
  tellPages();
}
