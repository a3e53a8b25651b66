// Rows that repeat in a form: add and remove without asking the server. Numbers only grow, so that a removed row
// never lends its number to a new one.
import { all, find, on } from "./dom";

export function rows(): void {
  on("click", "[data-row-add]", (button, event) => {
    const box = button.closest<HTMLElement>("[data-rows]");
    const blank = box && find<HTMLTemplateElement>("[data-row-blank]", box);
    const list = box && find("[data-row-list]", box);
    if (!blank || !list) return;
    event.preventDefault();
    const number = Number(box.dataset["next"] ?? afterLast(blank, list));
    box.dataset["next"] = String(number + 1);
    const row = blank.content.cloneNode(true) as DocumentFragment;
    for (const element of all("*", row)) {
      for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", String(number));
    }
    list.append(row);
    find<HTMLElement>("input:not([type=hidden]), select, textarea", list.lastElementChild ?? list)?.focus();
  });
  on("click", "[data-row-remove]", (button) => {
    const row = button.closest<HTMLElement>("[data-row]");
    const next = (row?.nextElementSibling ?? row?.previousElementSibling) as HTMLElement | null;
    row?.remove();
    (next && find<HTMLElement>("input:not([type=hidden]), select, textarea", next))?.focus();
  });
}

/** One more than the highest number in use, read off the names that the server gave. */
function afterLast(blank: HTMLTemplateElement, list: Element): number {
  const pattern = find("[name*=__n__]", blank.content)?.getAttribute("name") ?? "";
  const [before = "", after = ""] = pattern.split("__n__");
  const used = all("[name]", list)
    .map((field) => field.getAttribute("name") ?? "")
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => Number(name.slice(before.length, name.length - after.length)))
    .filter(Number.isInteger);
  return Math.max(-1, ...used) + 1;
}
