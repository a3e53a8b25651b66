// What one field refers to narrows what others offer: the contacts of the customer that was just chosen. The server
// draws the form again as it stands, and only what is offered is taken over; nothing typed is touched.
import { all, find, on } from "./dom";

const REFERS = "[data-refers]";

let turn = 0;

export function offers(): void {
  on("change", `form ${REFERS}`, (field, event) => {
    // The words that a finder was asked with refer to nothing yet.
    if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
    const form = field.closest("form");
    // Rows narrow nothing: each row refers to a thing of its own.
    if (form && !field.closest("[data-row]") && all(REFERS, form).length > 1) void ask(form);
  });
}

async function ask(form: HTMLFormElement): Promise<void> {
  const mine = (turn += 1);
  form.ariaBusy = "true";
  const drawn = await again(form);
  if (mine !== turn) return;
  form.ariaBusy = null;
  if (drawn) take(form, drawn);
}

/** The form as the server draws it with what stands in it now. */
async function again(form: HTMLFormElement): Promise<HTMLElement | null> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  body.append("_again", "");
  const answer = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body }).catch(() => null);
  if (!answer?.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(form.id);
}

function take(form: ParentNode, drawn: ParentNode): void {
  for (const field of all(REFERS, drawn)) {
    const control = find("[name]", field);
    const here = control && find(`${REFERS} [name="${CSS.escape(control.getAttribute("name") ?? "")}"]`, form);
    if (here instanceof HTMLSelectElement && control instanceof HTMLSelectElement) options(here, control);
    const [box, offered] = [here?.closest<HTMLElement>("[data-finder]"), control?.closest<HTMLElement>("[data-finder]")];
    if (box && offered) box.dataset["finder"] = offered.dataset["finder"] ?? "";
  }
  const blanks = all<HTMLTemplateElement>("[data-row-blank]", drawn);
  all<HTMLTemplateElement>("[data-row-blank]", form).forEach((blank, place) => {
    const offered = blanks[place];
    if (offered) blank.content.replaceChildren(document.importNode(offered.content, true));
  });
}

/** Offers other options; what was chosen and is still offered stays chosen. */
function options(here: HTMLSelectElement, offered: HTMLSelectElement): void {
  const same = here.options.length === offered.options.length && [...here.options].every((option, place) => option.value === offered.options[place]?.value);
  if (same) return;
  const chosen = new Set([...here.selectedOptions].map((option) => option.value));
  here.replaceChildren(...[...offered.options].map((option) => document.importNode(option, true)));
  for (const option of here.options) if (here.multiple || chosen.has(option.value)) option.selected = chosen.has(option.value);
}
