// From an empty machine to the first promise, as somebody does who sees Accord for the first time.
import assert from "node:assert/strict";
import { founder, signFounderIn } from "./harness/set-up.js";
import { inEachLanguage } from "./harness/suite.js";
import { type Visit, themes } from "./harness/visit.js";

/** What is looked at on every page: it opens, has no accessibility fault and fits. */
async function look(guest: Visit, path: string, name: string): Promise<void> {
  await guest.go(path);
  await guest.axe();
  await guest.noSidewaysScroll();
  await guest.screenshot(name);
}

inEachLanguage(
  "an empty machine is set up in the browser, to the first promise",
  async ({ house, visit, lang }) => {
    const address = house.setUp;
    for (const theme of themes) {
      for (const width of [1320, 360]) {
        const guest = await visit({ lang, theme, width });
        await look(guest, "/login", "set-up waits");
        await look(guest, address, "set-up first");
        await guest.page.locator("details summary").first().click();
        await guest.axe();
      }
    }
    const aoife = await visit({ lang });
    aoife.expectProblem(/console: .*422/);
    await aoife.go(address);
    const form = aoife.page.locator("form").first();
    const typed: Record<string, string> = { admin_name: founder.name, email: founder.email, password: "short", company: "Byrne Looms" };
    for (const [name, value] of Object.entries(typed)) await form.locator(`[name=${name}]`).fill(value);
    await form.locator("[name=zone]").selectOption("Europe/Dublin");
    await form.locator("[name=currency]").selectOption("EUR");
    await form.locator("[name=language]").selectOption(lang);
    await form.locator("footer button").click();
    await aoife.page.locator("[role=alert]").waitFor();
    assert.equal(await form.locator("[name=company]").inputValue(), "Byrne Looms");
    assert.equal(await form.locator("[name=zone]").inputValue(), "Europe/Dublin");
    await aoife.axe();
    await aoife.screenshot("set-up refused");
    await form.locator("[name=password]").fill(founder.password);
    await aoife.page.keyboard.press("Enter");
    await aoife.page.waitForURL("**/set-up");

    // Working hours: a holiday more, and on.
    await aoife.act("calendar.change", { "exceptions.0.date": "2031-03-17" });
    assert.equal(await aoife.page.locator("[name='exceptions.0.date']").inputValue(), "2031-03-17");
    await aoife.act("company.settle_step");
    // The mark: a picture of one point.
    const point = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await aoife.page.setInputFiles("input[type=file]", { name: "mark.png", mimeType: "image/png", buffer: Buffer.from(point, "base64") });
    await aoife.page.locator("form[action='/upload/logo'] footer button").click();
    await aoife.page.locator("main img.company-mark").waitFor();
    await aoife.act("company.settle_step");
    await aoife.act("territory.enter", { name: "Leinster" });
    await aoife.page.getByText("Leinster").first().waitFor();
    // Left here, and gone on with from the first page.
    await aoife.go("/");
    await aoife.axe();
    await aoife.screenshot("set-up today");
    await aoife.page.locator("main a[href='/set-up']").click();
    await aoife.page.locator(":is(main) form[action='/do/territory.enter']").waitFor();
    await aoife.act("company.settle_step");
    const sales = lang === "en" ? "Head of sales" : "Diretor comercial";
    const service = lang === "en" ? "Head of service" : "Diretor de serviços";
    await aoife.act("people.assign_role", { role: sales });
    await aoife.act("company.settle_step");
    await aoife.act("people.enter", { name: "Conor Walsh", email: "conor@looms.example", roles: service });
    await aoife.page.getByText("Conor Walsh").first().waitFor();
    assert.match(await house.letter("conor@looms.example", "/welcome/"), /welcome/);
    await aoife.act("company.settle_step");
    // The first promise: the customer, then what is owed.
    await aoife.act("customer.enter", { name: "Kilkenny Weavers" });
    await aoife.page.locator("form[action='/do/promise.make']").waitFor();
    await aoife.axe();
    await aoife.screenshot("set-up promise");
    await aoife.act("promise.make", { wording: "The drawing of the loom", due_on: "2031-05-02" });
    await aoife.page.getByText("The drawing of the loom").first().waitFor();
    await aoife.screenshot("set-up promised");
    // What counts is the answer; whether Chromium writes it into its console as well, it does not always.
    aoife.mayReport(/console: .*404/);
    await aoife.go(address, 404);

    for (const theme of themes) {
      for (const width of [1320, 360]) {
        const guest = await visit({ lang, theme, width });
        await signFounderIn(guest);
        for (const step of ["hours", "logo", "territories", "own_work", "colleagues", "ready"]) {
          await look(guest, `/set-up?step=${step}`, `set-up ${step}`);
        }
        await look(guest, "/roles/new", "role new");
        await look(guest, "/me", "me sessions");
      }
    }
    // A role of her own, begun with another's, and nothing but what is ticked.
    await aoife.go("/roles");
    await aoife.page.getByRole("link", { name: lang === "en" ? "Help desk" : "Central de atendimento" }).first().click();
    await aoife.axe();
    await aoife.screenshot("role help desk");
    await aoife.page.locator("a[href^='/roles/new?base=']").click();
    await aoife.page.locator("input[name=permissions][value='asset.write']").uncheck();
    await aoife.act("role.define", { label: "Front desk" });
    await aoife.page.locator("h1").filter({ hasText: "Front desk" }).waitFor();
    await aoife.axe();
    await aoife.screenshot("role own");
  },
  { own: true, begin: "empty", seconds: 400 },
);
