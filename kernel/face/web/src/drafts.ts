// What is typed into long fields is kept in this tab until it has been sent, so that a lost session or a mistaken
// click loses nothing. Drafts belong to one person: another one signing in here finds none.
import { all, on, settled } from "./dom";

const DRAFT = "draft:";
const SENT = "sent:";
const SCOPE = "draft-scope";

export function drafts(): void {
  const { page, draftScope: scope } = document.body.dataset;
  if (page !== "app") {
    // Sending ended at the sign-in or an error instead of where it should: nothing counts as sent.
    for (const key of keysWith(SENT)) rename(key, DRAFT + key.slice(SENT.length));
    return;
  }
  if (!scope) return;
  if (sessionStorage.getItem(SCOPE) !== scope) forget();
  sessionStorage.setItem(SCOPE, scope);
  restore();
  for (const key of keysWith(SENT)) sessionStorage.removeItem(key);
  on("input", "textarea[data-draft]", (field) => save(field as HTMLTextAreaElement));
  on("submit", "form", (form) => {
    if (form.hasAttribute("data-sign-out")) forget();
    for (const field of all<HTMLTextAreaElement>("textarea[data-draft]", form)) rename(DRAFT + name(field), SENT + name(field));
  });
  document.addEventListener("htmx:after:swap", restore);
}

const waiting = new Map<HTMLTextAreaElement, () => void>();

function save(field: HTMLTextAreaElement): void {
  let later = waiting.get(field);
  if (!later) {
    later = settled(300, () => {
      if (field.value === field.defaultValue) sessionStorage.removeItem(DRAFT + name(field));
      else sessionStorage.setItem(DRAFT + name(field), field.value);
    });
    waiting.set(field, later);
  }
  later();
}

/** Puts back what was typed, unless the server already gave the field something to hold. */
function restore(): void {
  for (const field of all<HTMLTextAreaElement>("textarea[data-draft]")) {
    const kept = sessionStorage.getItem(DRAFT + name(field));
    if (kept !== null && field.value === "") field.value = kept;
  }
}

function name(field: HTMLTextAreaElement): string {
  return `${field.form?.action ?? location.pathname} ${field.name}`;
}

function rename(from: string, to: string): void {
  const value = sessionStorage.getItem(from);
  if (value === null) return;
  sessionStorage.setItem(to, value);
  sessionStorage.removeItem(from);
}

function keysWith(start: string): string[] {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(start));
}

function forget(): void {
  for (const key of [...keysWith(DRAFT), ...keysWith(SENT)]) sessionStorage.removeItem(key);
}
