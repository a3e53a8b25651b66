// Two devices wrote the same report. Field by field: what only one of them touched is taken; what both touched
// differently is a person's choice. Pure, so that it can be tried without a browser.
import type { Clash, Field, ReportFields } from "./types";

type Value = string | string[];

/** The same value, however its list is ordered. */
export function same(a: Value, b: Value): boolean {
  const flat = (value: Value): string => (Array.isArray(value) ? JSON.stringify([...value].sort()) : value.trim());
  return flat(a) === flat(b);
}

/** The fields that were written here and elsewhere, differently. `base` is what stood there when this was written. */
export function clashes(mine: Partial<ReportFields>, base: Partial<ReportFields>, theirs: ReportFields): Clash[] {
  const found: Clash[] = [];
  for (const field of Object.keys(mine) as Field[]) {
    const own = mine[field];
    const before = base[field];
    const other = theirs[field];
    if (own === undefined || before === undefined) continue;
    if (!same(other, before) && !same(other, own)) found.push({ field, base: before, mine: own, theirs: other });
  }
  return found;
}

/** The report as the server's refusal shows it: lists stand there as JSON text. */
export function reportOf(current: Record<string, unknown>): (ReportFields & { version: number }) | undefined {
  const text = (name: string): string => (typeof current[name] === "string" ? (current[name] as string) : "");
  const list = (name: string): string[] => {
    const value = current[name];
    if (Array.isArray(value)) return value.map(String);
    try {
      return (JSON.parse(text(name) || "[]") as unknown[]).map(String);
    } catch {
      return [];
    }
  };
  const version = Number(current["version"]);
  if (!Number.isFinite(version)) return undefined;
  return {
    safety: list("safety"), safety_note: text("safety_note"), found: text("found"), mended: text("mended"),
    left_right: list("left_right"), left_note: text("left_note"), summary: text("summary"),
    unsigned_reason: text("unsigned_reason"), version,
  };
}

/** The words that are signed, as the server hashes them. */
export function signedWords(number: string, report: ReportFields): string {
  return [number, report.found, report.mended, report.left_note, report.summary]
    .map((part) =>
      part
        .trim()
        .split(/\r?\n/)
        .map((line) => (line.trimEnd() === "--" ? " --" : line.trimEnd()))
        .join("\n"),
    )
    .join("\n--\n");
}

export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
