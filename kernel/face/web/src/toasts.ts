// Short messages. They leave by themselves, except while pointed at or holding the focus; the way back they offer
// stands elsewhere too.
import { find, make, on } from "./dom";

const STAYS = 10_000;

interface Message {
  text: string;
  tone?: "good" | "warn" | "bad" | "plain";
}

export function toasts(): void {
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]")?.remove());
  const present = find("#toasts [data-toast]");
  if (present) leave(present);
  // The server may send one with any answer: HX-Trigger: {"toast": {"text": "…"}}
  document.addEventListener("toast", (event) => {
    const message = (event as CustomEvent<Message>).detail;
    const box = find("#toasts");
    if (!box || typeof message?.text !== "string") return;
    const toast = make("div", { class: `toast ${message.tone ?? "plain"}`, "data-toast": "" }, make("span", {}, message.text));
    toast.append(make("button", { type: "button", class: "close", "data-toast-close": "", "aria-label": box.dataset["close"] ?? "" }, "×"));
    box.append(toast);
    leave(toast);
  });
}

function leave(toast: HTMLElement): void {
  const go = (): void => {
    if (toast.matches(":hover, :focus-within")) window.setTimeout(go, 2000);
    else toast.remove();
  };
  window.setTimeout(go, STAYS);
}
