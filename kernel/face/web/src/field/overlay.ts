// A visit as it is for whoever stands there: what the server told, and on it what was done here since.
import type { Item, ReportFields, Visit } from "./types";

export interface Now {
  report: ReportFields;
  travelled: boolean;
  arrived: boolean;
  evidence: number;
  parts: { part: string; place: string; quantity: number }[];
  signed: boolean;
  done: boolean;
}

const WAITS = new Set(["saved", "sending", "sent", "conflict"]);

/** The visit with everything that was done here and not refused. */
export function standing(visit: Visit, items: Item[]): Now {
  const own = items.filter((item) => item.visit === visit.id && WAITS.has(item.state));
  const { version: _, ...fields } = visit.report;
  const now: Now = {
    report: { ...fields },
    travelled: visit.travel_at !== null || visit.arrived_at !== null,
    arrived: visit.arrived_at !== null,
    evidence: visit.evidence,
    parts: visit.taken.map((one) => ({ part: one.part, place: one.place, quantity: one.quantity - one.returned })),
    signed: visit.signed,
    done: visit.done_at !== null,
  };
  for (const item of own) {
    if (item.action === "visit.travel") now.travelled = true;
    if (item.action === "visit.arrive") now.arrived = now.travelled = true;
    if (item.action === "visit.report") {
      const { visit: _visit, version: _version, ...written } = item.input;
      const signedWords = ["found", "mended", "left_note", "summary"] as const;
      if (signedWords.some((name) => name in written && written[name] !== now.report[name])) now.signed = false;
      Object.assign(now.report, written);
    }
    if (item.action === "asset.reading_record" || item.action === "upload") now.evidence += 1;
    if (item.action === "part.take") now.parts.push({ part: item.label, place: "", quantity: Number(item.input["quantity"]) });
    if (item.action === "visit.sign") now.signed = true;
    if (item.action === "visit.finish") now.done = true;
  }
  return now;
}

export const STEPS = ["travel", "arrive", "safety", "work", "readings", "parts", "leave", "summary", "sign", "done"] as const;
export type Step = (typeof STEPS)[number];

export const SAFETY = ["announced", "isolated", "protected", "floor"];
export const LEFT = ["running", "tidy", "tools", "explained"];
export const OPTIONAL: readonly Step[] = ["travel", "readings", "parts"];

/** Whether a step is done. The server judges by the same; this only shows the way. */
export function isDone(step: Step, now: Now): boolean {
  switch (step) {
    case "travel": return now.travelled;
    case "arrive": return now.arrived;
    case "safety": return SAFETY.every((point) => now.report.safety.includes(point));
    case "work": return now.report.found !== "" && now.report.mended !== "";
    case "readings": return now.evidence > 0;
    case "parts": return now.parts.length > 0;
    case "leave": return now.report.left_right.length > 0 || now.report.left_note !== "";
    case "summary": return now.report.summary !== "";
    case "sign": return now.signed || now.report.unsigned_reason !== "";
    case "done": return now.done;
  }
}

/** The steps without which a visit cannot be ended. */
export const openSteps = (now: Now): Step[] => STEPS.filter((step) => step !== "done" && !OPTIONAL.includes(step) && !isDone(step, now));
