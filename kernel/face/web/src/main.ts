// The script of every page. Pages work without it; it makes them quicker to use. Each part is a module that wires
// itself to what the server marked with data attributes; a new part is a file here and a line below.
import "htmx.org";
import { bulk } from "./bulk";
import { dialogs, focusErrors } from "./dialogs";
import { drafts } from "./drafts";
import { drawings } from "./drawings";
import { finders } from "./finder";
import { keys } from "./keys";
import { live } from "./live";
import { offers } from "./offers";
import { palette } from "./palette";
import { rows } from "./rows";
import { toasts } from "./toasts";
import { unsent } from "./unsent";

document.documentElement.classList.add("script");
unsent();
dialogs();
palette();
keys();
drafts();
drawings();
rows();
bulk();
toasts();
finders();
offers();
live();

document.addEventListener("htmx:after:swap", (event) => {
  finders();
  if (event.target instanceof Element) focusErrors(event.target);
});
