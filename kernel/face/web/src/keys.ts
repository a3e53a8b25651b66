// Single keys, and pairs like "g c". Which keys do what stands in the help that the server made, so keys that a
// person changed or turned off are simply other lines there. Off while typing and while a dialog is open.
import { all, find, own, typing } from "./dom";
import { show } from "./dialogs";

const PAIR_WAIT = 1200;

export function keys(): void {
  let first = "";
  let since = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || find("dialog:modal")) return;
    const key = event.key.toLowerCase();
    if (key.length !== 1) return;
    const pair = event.timeStamp - since < PAIR_WAIT ? `${first} ${key}` : "";
    if ((pair && press(pair)) || press(key)) {
      event.preventDefault();
      first = "";
    } else {
      first = key;
      since = event.timeStamp;
    }
  });
}

function press(keys: string): boolean {
  if (keys === "j" || keys === "k") return step(keys === "j" ? 1 : -1);
  if (keys === "/") return click("[data-palette-open]");
  if (keys === "?") {
    const help = find<HTMLDialogElement>("#keys");
    if (help) show(help);
    return help !== null;
  }
  if (keys === "c" && !all("#main [data-keys]").some((each) => each.dataset["keys"]?.toLowerCase() === "c")) {
    return click("[data-create] summary");
  }
  const onPage = all("#main [data-keys]").find((each) => each.dataset["keys"]?.toLowerCase() === keys);
  if (onPage) {
    onPage.click();
    return true;
  }
  const line = all("#keys [data-shortcut]").find((each) => each.dataset["shortcut"]?.toLowerCase() === keys);
  const to = line && own(line.dataset["to"] ?? "");
  if (!to) return false;
  location.assign(to);
  return true;
}

/** Down and up a list: the row that has the focus, else the one that is shown beside it, moves by one. */
function step(by: number): boolean {
  const rows = all<HTMLAnchorElement>("#main tbody a.stretched");
  const here = rows.findIndex((row) => row === document.activeElement);
  const from = here >= 0 ? here : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const to = rows[Math.min(rows.length - 1, Math.max(0, from + by))];
  to?.focus();
  return to !== undefined;
}

function click(selector: string): boolean {
  const element = find(selector);
  element?.click();
  element?.focus();
  return element !== null;
}
