// Ticked rows of a list: the box that ticks all, and how many are ticked. The bar itself shows by style alone.
import { all, find, on } from "./dom";

export function bulk(): void {
  on("change", "form[data-bulk] input[type=checkbox]", (box) => {
    const form = box.closest("form");
    if (!form || !(box instanceof HTMLInputElement)) return;
    const rows = all<HTMLInputElement>("tbody input[type=checkbox]", form);
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
