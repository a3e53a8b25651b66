// The palette: one box to go, find and do. A combobox after the ARIA pattern: focus stays in the box, arrows move
// through the list, Enter follows. What it offers comes from the server, so it holds only what the person may do.
import { all, find, make, on, own, settled } from "./dom";
import { show } from "./dialogs";

interface Entry {
  group: string;
  label: string;
  hint?: string;
  href?: string;
  action?: string;
  fields?: Record<string, string>;
  keys?: string;
}

const WAIT = 90;

export function palette(): void {
  const dialog = find<HTMLDialogElement>("#palette");
  const input = find<HTMLInputElement>("#palette-input");
  const list = find("#palette-list");
  const state = find("#palette-state");
  if (!dialog || !input || !list || !state) return;
  const view = new Palette(dialog, input, list, state);
  on("click", "[data-palette-open]", (_, event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    view.open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      view.open();
    }
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const key of all("[data-palette-keys] kbd:first-child, #keys kbd")) if (key.textContent === "Ctrl") key.textContent = "⌘";
  }
}

class Palette {
  private entries: Entry[] = [];
  private at = 0;
  private asking: AbortController | null = null;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly state: HTMLElement,
  ) {
    input.addEventListener("input", settled(WAIT, () => void this.ask()));
    input.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.follow(Number(option.dataset["place"]));
    });
  }

  open(): void {
    show(this.dialog);
    this.input.select();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const url = new URL(this.dialog.dataset["url"] ?? "/palette", location.href);
    url.searchParams.set("q", this.input.value.trim());
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: asking.signal });
      if (!answer.ok) throw new Error(`palette: ${answer.status}`);
      this.entries = (await answer.json()) as Entry[];
      this.draw(this.entries.length ? "" : (this.state.dataset["empty"] ?? ""));
    } catch {
      if (asking.signal.aborted) return;
      this.entries = [];
      this.draw(this.state.dataset["failed"] ?? "");
    }
  }

  private draw(state: string): void {
    this.state.textContent = state;
    const groups = new Map<string, HTMLElement>();
    this.list.replaceChildren();
    this.entries.forEach((entry, place) => {
      let group = groups.get(entry.group);
      if (!group) {
        const title = `palette-group-${groups.size}`;
        group = make("div", { role: "group", "aria-labelledby": title }, make("div", { id: title, class: "group" }, entry.group));
        groups.set(entry.group, group);
        this.list.append(group);
      }
      const option = make("div", { role: "option", id: `palette-${place}`, "data-place": String(place), "aria-selected": "false" }, make("span", { class: "label" }, entry.label));
      if (entry.hint) option.append(make("span", { class: "hint" }, entry.hint));
      if (entry.keys) option.append(make("span", { class: "keys" }, ...entry.keys.split(" ").map((key) => make("kbd", {}, key))));
      group.append(option);
    });
    this.move(0);
  }

  private move(to: number): void {
    this.at = this.entries.length ? (to + this.entries.length) % this.entries.length : 0;
    for (const option of all("[role=option]", this.list)) {
      const here = option.id === `palette-${this.at}`;
      option.setAttribute("aria-selected", String(here));
      if (here) option.scrollIntoView({ block: "nearest" });
    }
    if (this.entries.length) this.input.setAttribute("aria-activedescendant", `palette-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.move(this.at + step);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.follow(this.at);
    }
  }

  private follow(place: number): void {
    const entry = this.entries[place];
    const to = entry && own(entry.href ?? entry.action ?? "");
    if (!entry || !to) return;
    this.dialog.close();
    if (entry.href) {
      location.assign(to);
      return;
    }
    const form = make("form", { method: "post", action: to.href, hidden: "" }) as HTMLFormElement;
    for (const [name, value] of Object.entries(entry.fields ?? {})) form.append(make("input", { type: "hidden", name, value }));
    document.body.append(form);
    form.submit();
  }
}
