// An empty installation, set up in its browser by somebody who then is its administrator.
import type { House } from "./house.js";
import type { Lang, Visit } from "./visit.js";

/** Who sets it up. */
export const founder = { name: "Aoife Byrne", email: "aoife@looms.example", password: "a loom has many threads" };

/** Sets the company up and signs its founder in. */
export async function found(guest: Visit, house: House, lang: Lang): Promise<void> {
  await guest.go(house.setUp);
  const form = guest.page.locator("form").first();
  const typed = { admin_name: founder.name, email: founder.email, password: founder.password, company: "Byrne Looms" };
  for (const [name, value] of Object.entries(typed)) await form.locator(`[name=${name}]`).fill(value);
  await form.locator("[name=zone]").selectOption("Europe/Dublin");
  await form.locator("[name=currency]").selectOption("EUR");
  await form.locator("[name=language]").selectOption(lang);
  await form.locator("footer button").click();
  await guest.page.waitForURL("**/set-up");
}

/** Signs the founder in elsewhere. */
export async function signFounderIn(guest: Visit): Promise<void> {
  await guest.go("/login");
  await guest.page.fill("input[autocomplete=username]", founder.email);
  await guest.page.fill("input[autocomplete=current-password]", founder.password);
  await guest.page.keyboard.press("Enter");
  await guest.page.locator("[data-page=login]").waitFor({ state: "detached" });
}
