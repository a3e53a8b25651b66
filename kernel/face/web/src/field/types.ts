// What the server answers, as far as the program uses it; the schemas are the server's.

export interface Who { id: string; name: string }
export interface SpotContact { id: string; name: string; phone: string | null; by_mail: boolean }
export interface Taken { move: string | null; stock: string; part: string; place: string; quantity: number; returned: number }

/** The fields of a report; each meets another device's by itself. */
export interface ReportFields {
  safety: string[];
  safety_note: string;
  found: string;
  mended: string;
  left_right: string[];
  left_note: string;
  summary: string;
  unsigned_reason: string;
}
export type Field = keyof ReportFields;
export interface Report extends ReportFields { version: number }

export interface Access {
  door?: string; ring?: string; badge?: string; escort?: boolean; safety?: string; hours?: string; parking?: string;
  lead_hours?: number; emergency_path?: string;
}

export interface Visit {
  id: string; number: string; state: string; purpose: string; task: string;
  customer: { id: string; number: string; name: string };
  site: string; site_name: string; address: string; zone: string;
  access: Access | null;
  contact: SpotContact | null;
  contacts: SpotContact[];
  asset: { id: string; name: string; counters: { counter: string; reading: number | null }[] } | null;
  starts_at: string | null; minutes: number; travel_minutes: number | null;
  colleagues: Who[];
  travel_at: string | null; arrived_at: string | null; done_at: string | null;
  report: Report;
  signed: boolean; evidence: number; taken: Taken[]; held: Taken[]; version: number;
}

export interface Stock { stock: string; code: string; name: string; on_hand: number; free: number }
export interface Place { name: string; kind: string | null; address: string; night_access: boolean; night_note: string; mine: boolean; stock: Stock[] }
export interface Day { person: Who; now: string; visits: Visit[]; places: Place[] }

/** How something that was done here stands. Exactly these five, each shown in words. */
export type State = "saved" | "sending" | "sent" | "refused" | "conflict";

/** A field that two devices wrote differently. */
export interface Clash { field: Field; base: string | string[]; mine: string | string[]; theirs: string | string[] }

/** Something that was done here: an action of the server, or a file for it. Its id is its idempotency key. */
export interface Item {
  id: string;
  /** Whose; another person's items are never sent. */
  person: string;
  /** Order of doing. */
  seq: number;
  visit: string | null;
  /** What to call it. */
  label: string;
  action: string;
  input: Record<string, unknown>;
  /** For a report: what stood in each field when it was written here. */
  base?: Partial<ReportFields>;
  /** For a file. */
  file?: Blob;
  fileName?: string;
  state: State;
  at: string;
  /** Why it was refused, in the reader's words. */
  problem?: string;
  clashes?: Clash[];
}
