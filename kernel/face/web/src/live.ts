// Live pages: the server says "this topic changed", the page fetches itself again and takes over what differs,
// keeping focus and scroll. While somebody is filling in a form it only says so and lets them decide.
// Where the stream fails the page asks every half minute.
import htmx from "htmx.org";
import { all, find, on, settled, touched } from "./dom";
import { here, place, writing } from "./here";

const QUIET = 250;
const POLL = 30_000;
const FAILURES_BEFORE_POLLING = 3;

export function live(): void {
  const { live: url, topics } = document.body.dataset;
  if (!url || !topics) return;
  let due = false;
  const changed = settled(QUIET, () => {
    if (document.hidden) due = true;
    else if (busy()) notice("#stale", true);
    else void refresh();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !due) return;
    due = false;
    changed();
  });
  on("click", "[data-refresh]", () => void refresh());
  writing();
  listen(`${url}?topics=${encodeURIComponent(topics)}${place()}`, changed);
}

function listen(address: string, changed: () => void): void {
  let failures = 0;
  let polling = 0;
  const source = new EventSource(address);
  here(source);
  source.addEventListener("changed", changed);
  source.addEventListener("message", changed);
  source.addEventListener("open", () => {
    // Whatever happened while the line was down is caught up at once.
    if (failures > 0) changed();
    failures = 0;
    window.clearInterval(polling);
    polling = 0;
    notice("#offline", false);
  });
  source.addEventListener("error", () => {
    failures += 1;
    if (failures < FAILURES_BEFORE_POLLING && source.readyState !== EventSource.CLOSED) return;
    if (!polling) polling = window.setInterval(changed, POLL);
    if (!navigator.onLine) notice("#offline", true);
  });
  window.addEventListener("pagehide", () => source.close());
}

async function refresh(): Promise<void> {
  notice("#stale", false);
  try {
    await htmx.ajax("GET", location.href, { target: "#main", select: "#main", swap: "outerMorph", selectOOB: "#nav-groups:outerMorph" });
    notice("#offline", false);
  } catch {
    notice("#offline", true);
  }
}

function notice(selector: string, shown: boolean): void {
  const element = find(selector);
  if (element) element.hidden = !shown;
}

/** Whether something on the page would be lost by taking over a new version. */
function busy(): boolean {
  if (find("dialog[open], details.menu[open], #main :popover-open")) return true;
  return all<HTMLFormElement>("#main form[method=post]").some((form) => [...form.elements].some(touched));
}
