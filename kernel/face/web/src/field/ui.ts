// Pieces of the screens: big enough for a thumb, and nothing that needs two hands.
import { make } from "../dom";
import type { Item, State } from "./types";
import { say, word } from "./words";

type Content = Node | string;

export const el = (tag: string, attributes: Record<string, string> = {}, ...content: Content[]): HTMLElement => make(tag, attributes, ...content);

export function button(label: string, act: () => void, weight: "primary" | "plain" | "quiet" = "plain"): HTMLElement {
  const element = el("button", { type: "button", class: weight }, label);
  element.addEventListener("click", act);
  return element;
}

/** A line that leads somewhere: what, what about it, how it stands. */
export function line(href: string, title: Content, about: Content, aside: Content = ""): HTMLElement {
  return el("a", { href, class: "line" }, el("span", { class: "what" }, el("strong", {}, title), el("small", {}, about)), el("span", { class: "aside" }, aside));
}

const SIGNS: Record<State, string> = { saved: "○", sending: "◔", sent: "●", refused: "✕", conflict: "≠" };

/** How something stands: a sign and a word, never a colour alone. */
export function stateMark(state: State): HTMLElement {
  return el("span", { class: `state ${state}` }, el("span", { "aria-hidden": "true" }, SIGNS[state]), ` ${word("field-app-state", state)}`);
}

export function area(label: string, value: string, onInput: (value: string) => void, id: string): HTMLElement {
  const field = el("textarea", { id, rows: "3", maxlength: "2000" }) as HTMLTextAreaElement;
  field.value = value;
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => onInput(field.value), 400);
  });
  // What is typed is kept also when the screen is left at once.
  field.addEventListener("change", () => {
    clearTimeout(timer);
    onInput(field.value);
  });
  return el("div", { class: "field" }, el("label", { for: id }, label), field);
}

export function check(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  const box = el("input", { type: "checkbox" }) as HTMLInputElement;
  box.checked = checked;
  box.addEventListener("change", () => onChange(box.checked));
  return el("label", { class: "check" }, box, el("span", {}, label));
}

export function number(label: string, value: string, id: string, hint = ""): { element: HTMLElement; value: () => number | undefined } {
  const field = el("input", { id, type: "text", inputmode: "numeric", pattern: "[0-9]*", autocomplete: "off" }) as HTMLInputElement;
  field.value = value;
  const element = el("div", { class: "field" }, el("label", { for: id }, label), field, hint ? el("small", {}, hint) : "");
  return { element, value: () => (/^\d+$/.test(field.value.trim()) ? Number(field.value.trim()) : undefined) };
}

/** What was done here, with how it stands. */
export function told(items: Item[]): HTMLElement {
  const list = el("ul", { role: "list", class: "told" });
  for (const item of items) list.append(el("li", {}, el("span", {}, item.label), stateMark(item.state)));
  return items.length > 0 ? list : el("span", { hidden: "" });
}

export const empty = (text: string): HTMLElement => el("p", { class: "empty" }, text);

export const back = (href: string, label = say("field-app-back")): HTMLElement => el("a", { href, class: "back" }, `‹ ${label}`);
