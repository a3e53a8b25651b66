// The phone's program for the field: a whole visit without network, two devices in conflict, nothing lost.
import assert from "node:assert/strict";
import { onBothDatabases } from "./harness/suite.js";
import { type Visit, languages } from "./harness/visit.js";

/** A picture of one point. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Opens the program and waits until the device keeps it. */
async function installed(person: Visit): Promise<void> {
  await person.go("/field");
  await person.page.locator("main a[href^='#/visit/']").first().waitFor();
  await person.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  // The worker takes over the page that installed it; only then does a reload need no network.
  await person.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

async function firstVisit(person: Visit): Promise<string> {
  const href = await person.page.locator("main a[href^='#/visit/']").first().getAttribute("href");
  assert.ok(href, "a visit is on my day");
  return href;
}

async function step(person: Visit, visit: string, name: string): Promise<void> {
  await person.page.evaluate((hash) => (location.hash = hash), `${visit}/${name}`);
  await person.page.locator("main .step h1").waitFor();
}

/** Types into a field and leaves it, as a thumb does. */
async function type(person: Visit, id: string, text: string): Promise<void> {
  await person.page.fill(`main #${id}`, text);
  await person.page.locator(`main #${id}`).blur();
}

async function states(person: Visit): Promise<string[]> {
  return await person.page.locator("main .entry .state").evaluateAll((marks) => marks.map((mark) => mark.className));
}

onBothDatabases(
  "a visit is done without network from the way there to the signature, and told when there is one again",
  async ({ visit }) => {
    const nora = await visit({ width: 360 });
    await nora.enter("nora");
    await installed(nora);
    await nora.axe();
    await nora.noSidewaysScroll();
    await nora.screenshot("field day");
    const open = await firstVisit(nora);

    nora.expectProblem(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    await nora.context.setOffline(true);
    // Closed and opened again in the cellar.
    await nora.page.reload();
    await nora.page.locator(`main a[href="${open}"]`).waitFor();
    await nora.page.locator("#status .net.off").waitFor();

    await step(nora, open, "travel");
    await nora.axe();
    await nora.screenshot("field travel");
    await nora.page.click("main .bar button");
    await step(nora, open, "arrive");
    await nora.page.click("main .bar button");
    await step(nora, open, "safety");
    for (const box of await nora.page.locator("main .check input").all()) await box.check();
    await nora.axe();
    await nora.screenshot("field safety");
    await step(nora, open, "work");
    await type(nora, "found", "Door seal torn");
    await type(nora, "mended", "Seal changed, tried twice");
    await step(nora, open, "readings");
    await nora.page.fill("main #counter-hours", "987654");
    await nora.page.locator("main .pair button").first().click();
    await nora.page.setInputFiles("main #photo", { name: "door.png", mimeType: "image/png", buffer: Buffer.from(PIXEL, "base64") });
    await nora.page.locator("main p[role=status]:not(:empty)").waitFor();
    await step(nora, open, "parts");
    await nora.screenshot("field parts");
    // Place, part, take.
    await nora.page.locator("main a.line", { hasText: "garage" }).click();
    await nora.page.locator("main .part button.primary:enabled").first().click();
    await nora.page.locator("main .step h1").waitFor();
    await step(nora, open, "leave");
    await nora.page.locator("main .check input").first().check();
    await step(nora, open, "summary");
    await type(nora, "summary", "The door closes tight again.");
    await step(nora, open, "sign");
    await nora.page.locator("main .paper", { hasText: "The door closes tight again." }).waitFor();
    await nora.page.fill("main #signer", "Ingrid of the mill");
    const pad = await nora.page.locator("main canvas.pad").boundingBox();
    assert.ok(pad);
    await nora.page.mouse.move(pad.x + 20, pad.y + 20);
    await nora.page.mouse.down();
    await nora.page.mouse.move(pad.x + 120, pad.y + 60, { steps: 5 });
    await nora.page.mouse.up();
    await nora.axe();
    await nora.screenshot("field sign");
    await nora.page.click("main .bar button");
    await step(nora, open, "done");
    await nora.page.click("main .bar button.primary");
    await nora.page.locator("main .good").waitFor();

    // Nothing has left the device; whoever signs out now would lose it.
    await nora.page.evaluate(() => (location.hash = "#/outbox"));
    await nora.page.locator("main .entry").first().waitFor();
    const waiting = await states(nora);
    assert.ok(waiting.length >= 6 && waiting.every((state) => state.includes("saved")), `${waiting}`);
    await nora.page.locator("#sign-out button").click();
    await nora.page.locator("#sign-out-problem:not([hidden])").waitFor();
    await nora.screenshot("field outbox");

    await nora.context.setOffline(false);
    await nora.page.locator("main .empty").waitFor({ timeout: 30_000 });
    await nora.go(`/visits/${open.split("/").at(-1)}`);
    const page = nora.page.locator("main");
    await page.getByText("Seal changed, tried twice").waitFor();
    await page.getByText("Ingrid of the mill").waitFor();
    await page.locator("a[href^='/files/']", { hasText: "door" }).waitFor();
    assert.equal(await page.locator("svg path[d^='M']").count() > 0, true, "the drawn signature is shown");
    await nora.noSidewaysScroll();
    await nora.axe();
    await nora.screenshot("visit done");
  },
  { own: true, seconds: 300 },
);

onBothDatabases(
  "two devices write the same visit: what both touched is a person's choice, and nothing is lost",
  async ({ visit }) => {
    const cellar = await visit({ width: 360 });
    await cellar.enter("nora");
    await installed(cellar);
    const open = await firstVisit(cellar);
    const tablet = await visit({ width: 360, theme: "dark" });
    await tablet.enter("nora");
    await installed(tablet);

    cellar.expectProblem(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    await cellar.context.setOffline(true);
    await step(cellar, open, "work");
    await type(cellar, "found", "Found in the cellar: pump leaks");
    await type(cellar, "mended", "Pump tightened");

    await step(tablet, open, "work");
    await type(tablet, "found", "Found at the desk: seal torn");
    await tablet.page.evaluate((hash) => (location.hash = hash), "#/outbox");
    await tablet.page.locator("main .empty, main .state.sent").first().waitFor();
    await tablet.page.reload();
    await tablet.page.locator("main a[href^='#/visit/'], main .empty").first().waitFor();

    await cellar.context.setOffline(false);
    await cellar.page.evaluate((hash) => (location.hash = hash), open);
    const conflict = cellar.page.locator("main section.conflict");
    await conflict.waitFor({ timeout: 30_000 });
    await conflict.getByText("pump leaks").first().waitFor();
    await conflict.getByText("seal torn").first().waitFor();
    assert.equal(await conflict.locator("fieldset").count(), 1, "only the field that both wrote is asked about");
    await cellar.axe();
    await cellar.screenshot("field conflict");
    await conflict.locator("button.primary").click();
    await conflict.locator("[role=alert]:not(:empty)").waitFor();
    await conflict.locator("input[type=radio]").nth(2).check();
    await conflict.locator("button.primary").click();
    await conflict.waitFor({ state: "detached" });
    await cellar.page.evaluate(() => (location.hash = "#/outbox"));
    await cellar.page.locator("main .empty, main .state.sent").first().waitFor();
    await cellar.go(`/visits/${open.split("/").at(-1)}`);
    for (const words of ["pump leaks", "seal torn", "Pump tightened"]) await cellar.page.locator("main").getByText(words).first().waitFor();
  },
  { own: true, seconds: 240 },
);

onBothDatabases(
  "a session that ended and somebody else on the device: nothing goes out in another's name, nothing is lost",
  async ({ visit }) => {
    const device = await visit({ width: 360 });
    await device.enter("nora");
    await installed(device);
    const open = await firstVisit(device);
    device.expectProblem(/401/);
    await device.context.clearCookies();
    await step(device, open, "work");
    await type(device, "found", "Belt worn to the cord");
    await device.page.locator("#sign-in:not([hidden])").waitFor();
    await device.axe();

    await device.enter("dario", "/field");
    await device.page.locator("main a[href^='#/visit/']").first().waitFor();
    await device.page.evaluate(() => (location.hash = "#/outbox"));
    await device.page.locator("main .warn").waitFor();
    const page = `/visits/${open.split("/").at(-1)}`;
    await device.go(page);
    assert.equal(await device.page.getByText("Belt worn to the cord").count(), 0, "it went out in another's name");

    await device.enter("nora", "/field#/outbox");
    await device.page.waitForFunction(() => localStorage.getItem("field-unsent") === null);
    await device.go(page);
    await device.page.locator("main").getByText("Belt worn to the cord").waitFor();
  },
  { own: true, seconds: 240 },
);

onBothDatabases("the field's screens and the pages of visits and parts fit a phone in both languages", async ({ visit }) => {
  for (const lang of languages) {
    const nora = await visit({ width: 360, lang, theme: lang === "en" ? "light" : "dark" });
    await nora.enter("nora");
    await installed(nora);
    const open = await firstVisit(nora);
    for (const name of ["travel", "arrive", "safety", "work", "readings", "parts", "leave", "summary", "sign", "done"]) {
      await step(nora, open, name);
      await nora.noSidewaysScroll();
      await nora.axe();
    }
    await nora.page.evaluate((hash) => (location.hash = hash), open);
    await nora.page.locator("main .steps").waitFor();
    await nora.noSidewaysScroll();
    await nora.axe();
    await nora.screenshot("field visit");
    for (const path of ["/visits", "/parts"]) {
      await nora.go(path);
      await nora.noSidewaysScroll();
      await nora.axe();
      await nora.screenshot(`field ${path}`);
    }
  }
});
