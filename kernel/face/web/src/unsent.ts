// Signing out takes a day's work off this device: it waits while the program for the field has something to tell.
import { on } from "./dom";

export function unsent(): void {
  on("submit", "form[data-sign-out]", (_, event) => {
    if (!localStorage.getItem("field-unsent")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    location.href = "/field#/outbox";
  });
}
