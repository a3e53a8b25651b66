// Ticked rows of a list: the box that ticks all, and how many are ticked. The bar itself shows by style alone.
import { all, find, on } from "./dom";

export function bulk(): void {
  on("change", "[data-bulk] .pick input[type=checkbox]", (box) => {
    const form = box.closest<HTMLElement>("[data-bulk]");
    if (!form || !(box instanceof HTMLInputElement)) return;
    const rows = all<HTMLInputElement>(".pick input[type=checkbox]:not([data-bulk-all])", form);
    if (box.matches("[data-bulk-all]")) for (const row of rows) row.checked = box.checked;
    const ticked = rows.filter((row) => row.checked).length;
    const every = find<HTMLInputElement>("[data-bulk-all]", form);
    if (every) {
      every.checked = ticked === rows.length;
      every.indeterminate = ticked > 0 && ticked < rows.length;
    }
    const count = find("[data-bulk-count]", form);
    if (count) count.textContent = String(ticked);
  });
}
