// Dialogs and menus open by themselves in current browsers; this adds what they leave out: older browsers,
// closing a menu by Escape or by a click beside it, a click on the backdrop.
import { all, find, on, touched } from "./dom";

const FIELDS = "input, select, textarea";

/** Opens a dialog over the page, once. */
export function show(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
}

/** Fetches a form when it is asked for. One that was closed with something typed in it is still there. */
async function open(link: HTMLAnchorElement): Promise<void> {
  const id = new URL(link.href).hash.slice(1);
  const here = document.getElementById(id);
  if (here instanceof HTMLDialogElement) return show(here);
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  const dialog = await fetched(link.href, id);
  link.ariaBusy = null;
  // What does not come here comes as a page: the sign-in, a refusal, the browser's own word that there is no network.
  if (!dialog) return location.assign(link.href);
  dialog.open = false;
  // Beside the page's content: a live page takes over a new version of that, and must not take a form away with it.
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    if (!all(FIELDS, dialog).some(touched)) dialog.remove();
  });
  dialog.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true }));
  show(dialog);
}

async function fetched(address: string, id: string): Promise<HTMLDialogElement | null> {
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const dialog = page.getElementById(id);
  return dialog instanceof HTMLDialogElement ? document.adoptNode(dialog) : null;
}

export function dialogs(): void {
  if (!("commandForElement" in HTMLButtonElement.prototype)) {
    on("click", "button[commandfor]", (button) => {
      const dialog = document.getElementById(button.getAttribute("commandfor") ?? "");
      if (!(dialog instanceof HTMLDialogElement)) return;
      if (button.getAttribute("command") === "close") dialog.close();
      else show(dialog);
    });
  }
  on("click", "a[data-dialog]", (link, event) => {
    const chosen = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!chosen || event.defaultPrevented || !(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    void open(link);
  });
  on("click", "dialog", (dialog, event) => {
    if (event.target !== dialog || !(dialog instanceof HTMLDialogElement)) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) dialog.close();
  });
  document.addEventListener("click", (event) => {
    for (const menu of all<HTMLDetailsElement>("details.menu[open]")) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = find<HTMLDetailsElement>("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    find("summary", menu)?.focus();
  });
  focusErrors(document);
}

/** A refused form begins at its summary. */
export function focusErrors(within: ParentNode): void {
  find("[data-errors]", within)?.focus();
}
