// What is typed into long fields is kept in this browser until it has been sent, so that a lost session, a closed tab or
// a mistaken click loses nothing. Drafts belong to one person: another one signing in here finds none, and signing out
// takes them along.
import { all, on, settled } from "./dom";

const DRAFT = "draft:";
const SENT = "sent:";
const SCOPE = "draft-scope";

// A draft outlives its tab; what this tab has just sent is this tab's alone, so that no other one counts it as arrived.
const kept = localStorage;
const onItsWay = sessionStorage;

export function drafts(): void {
  const { page, draftScope: scope } = document.body.dataset;
  if (page !== "app") {
    // Sending ended at the sign-in or an error instead of where it should: nothing counts as sent.
    for (const key of keysWith(onItsWay, SENT)) move(onItsWay, key, kept, DRAFT + key.slice(SENT.length));
    return;
  }
  if (!scope) return;
  if (kept.getItem(SCOPE) !== scope) forget();
  kept.setItem(SCOPE, scope);
  for (const key of keysWith(onItsWay, SENT)) onItsWay.removeItem(key);
  restore();
  on("input", "textarea[data-draft]", (field) => save(field as HTMLTextAreaElement));
  on("submit", "form", (form) => {
    if (form.hasAttribute("data-sign-out")) forget();
    for (const field of all<HTMLTextAreaElement>("textarea[data-draft]", form)) {
      now(field);
      move(kept, DRAFT + name(field), onItsWay, SENT + name(field));
    }
  });
  window.addEventListener("pagehide", () => all<HTMLTextAreaElement>("textarea[data-draft]").forEach(now));
  document.addEventListener("htmx:after:swap", restore);
}

const waiting = new Map<HTMLTextAreaElement, () => void>();
const unsaved = new Set<HTMLTextAreaElement>();

function save(field: HTMLTextAreaElement): void {
  unsaved.add(field);
  let later = waiting.get(field);
  if (!later) {
    later = settled(300, () => now(field));
    waiting.set(field, later);
  }
  later();
}

/** Keeps what stands in the field, if it was typed into since it was kept. */
function now(field: HTMLTextAreaElement): void {
  if (!unsaved.delete(field)) return;
  if (field.value === field.defaultValue) kept.removeItem(DRAFT + name(field));
  else kept.setItem(DRAFT + name(field), field.value);
}

/** Puts back what was typed, unless the server already gave the field something to hold. */
function restore(): void {
  for (const field of all<HTMLTextAreaElement>("textarea[data-draft]")) {
    const draft = kept.getItem(DRAFT + name(field));
    if (draft !== null && field.value === "") field.value = draft;
  }
}

/**
 * The field of this action about this thing: words for one customer never turn up in another's form. The version that
 * was read is no part of it, since somebody else may change the thing meanwhile.
 */
function name(field: HTMLTextAreaElement): string {
  const fixed = field.form?.querySelector<HTMLInputElement>("input[name=_fixed]")?.value ?? location.pathname;
  return `${field.form?.action ?? location.pathname} ${about(fixed)} ${field.name}`;
}

function about(fixed: string): string {
  try {
    const known = JSON.parse(fixed) as Record<string, unknown>;
    delete known["version"];
    return JSON.stringify(known);
  } catch {
    return fixed;
  }
}

function move(from: Storage, key: string, to: Storage, as: string): void {
  const value = from.getItem(key);
  if (value === null) return;
  to.setItem(as, value);
  from.removeItem(key);
}

function keysWith(store: Storage, start: string): string[] {
  return Object.keys(store).filter((key) => key.startsWith(start));
}

function forget(): void {
  for (const key of keysWith(kept, DRAFT)) kept.removeItem(key);
  for (const key of keysWith(onItsWay, SENT)) onItsWay.removeItem(key);
}
