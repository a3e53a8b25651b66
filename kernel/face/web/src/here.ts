// Who else is on the same thing, and who is writing there: told by the live channel, shown where the page has a place for
// it, kept nowhere.
import { find, make, on } from "./dom";

/** How often, at most, the server hears that one is writing. */
const EVERY = 3_000;

interface Other {
  name: string;
  writes: boolean;
}

let others: Other[] = [];
let last = Number.NEGATIVE_INFINITY;

/** What the address of the live channel adds, where the page is about a thing. */
export function place(): string {
  const here = find("#main [data-here]")?.dataset["here"];
  return here ? `&here=${encodeURIComponent(here)}` : "";
}

export function here(source: EventSource): void {
  source.addEventListener("here", (event) => {
    others = JSON.parse((event as MessageEvent<string>).data) as Other[];
    show();
  });
}

export function writing(): void {
  document.addEventListener("htmx:after:swap", show);
  on("input", "#main form[method=post]", (_, event) => {
    const here = find("#main [data-here]")?.dataset["here"];
    if (!here || event.timeStamp - last < EVERY) return;
    last = event.timeStamp;
    void fetch("/live/here", { method: "POST", body: new URLSearchParams({ here }), keepalive: true }).catch(() => undefined);
  });
}

function show(): void {
  const line = find("#main [data-here]");
  if (!line) return;
  const { is = "", writes = "" } = line.dataset;
  line.hidden = others.length === 0;
  line.replaceChildren(...others.map((other) => make("span", { class: other.writes ? "tag warn" : "tag" }, `${other.name} ${other.writes ? writes : is}`)));
}
