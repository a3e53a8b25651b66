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

function click(selector: string): boolean {
  const element = find(selector);
  element?.click();
  element?.focus();
  return element !== null;
}
