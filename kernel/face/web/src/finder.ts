// A field that finds something by typing (a customer, an asset). A combobox after the ARIA pattern; the hidden
// field beside it carries the id of what was picked and empties as soon as the words change.
import { all, find, make, own, settled } from "./dom";

interface Hit {
  value: string;
  label: string;
  hint?: string;
}

let made = 0;

/** Wires every finder not wired yet. */
export function finders(): void {
  for (const box of all("[data-finder]:not([data-wired])")) {
    const text = find<HTMLInputElement>("input[type=text]", box);
    const id = find<HTMLInputElement>("input[type=hidden]", box);
    if (text && id && own(box.dataset["finder"] ?? "")) new Finder(box, text, id);
  }
}

class Finder {
  private hits: Hit[] = [];
  private at = -1;
  private asked = 0;
  private readonly list: HTMLElement;

  constructor(
    private readonly box: HTMLElement,
    private readonly text: HTMLInputElement,
    private readonly id: HTMLInputElement,
  ) {
    box.dataset["wired"] = "";
    const listId = `finder-${(made += 1)}`;
    this.list = make("ul", { id: listId, role: "listbox", class: "finder-list", hidden: "" });
    box.append(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": listId, "aria-expanded": "false" })) text.setAttribute(name, value);
    const ask = settled(150, () => void this.ask());
    text.addEventListener("input", () => {
      this.refer("");
      ask();
    });
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option) this.pick([...this.list.children].indexOf(option));
    });
  }

  private async ask(): Promise<void> {
    const turn = (this.asked += 1);
    // Where it asks is read each time: what is chosen elsewhere in the form narrows what is found here.
    const url = own(this.box.dataset["finder"] ?? "");
    if (!url || !this.text.value.trim()) return this.close();
    url.searchParams.set("q", this.text.value.trim());
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (turn !== this.asked || !answer?.ok) return;
    this.hits = (await answer.json()) as Hit[];
    this.list.replaceChildren(
      ...this.hits.map((hit, place) => make("li", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false" }, hit.label, make("small", {}, hit.hint ?? ""))),
    );
    this.list.hidden = this.hits.length === 0;
    this.text.setAttribute("aria-expanded", String(!this.list.hidden));
    this.move(this.hits.length ? 0 : -1);
  }

  private move(to: number): void {
    this.at = to;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === to)));
    if (to >= 0) this.text.setAttribute("aria-activedescendant", `${this.list.id}-${to}`);
    else this.text.removeAttribute("aria-activedescendant");
    this.list.children[to]?.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move((this.at + step + this.hits.length) % this.hits.length);
    else if (event.key === "Enter") this.pick(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private pick(place: number): void {
    const hit = this.hits[place];
    if (!hit) return;
    this.text.value = hit.label;
    this.refer(hit.value);
    this.close();
  }

  /** What is referred to now; whoever offers things by it is told. */
  private refer(value: string): void {
    if (this.id.value === value) return;
    this.id.value = value;
    this.id.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private close(): void {
    this.list.hidden = true;
    this.text.setAttribute("aria-expanded", "false");
    this.text.removeAttribute("aria-activedescendant");
  }
}
