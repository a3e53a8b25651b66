// Dialogs and menus open by themselves in current browsers; this adds what they leave out: older browsers,
// closing a menu by Escape or by a click beside it, a click on the backdrop.
import { all, find, on } from "./dom";

/** Opens a dialog over the page, once. */
export function show(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
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
