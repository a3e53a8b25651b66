// Something is done to many rows of a list at once: counted before, done, and taken back as one.
import assert from "node:assert/strict";
import { inEachLanguage } from "./harness/suite.js";
import { type Visit, themes } from "./harness/visit.js";

const looks = (lang: "en" | "pt-BR") => [
  { lang, theme: themes[0] },
  { lang, theme: themes[1], width: 360 },
];

async function press(visit: Visit, name: string): Promise<void> {
  await visit.page.locator(`form[action="/do/${name}"] button`).first().click();
  await visit.page.waitForLoadState("load");
}

/** Figures that the page of the act shows beside the rows, by how rows stand. */
async function standing(visit: Visit): Promise<string[]> {
  const texts = await visit.page.locator("main nav.views a").allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, " ").trim());
}

const figure = (texts: string[]): number[] => texts.map((text) => Number(/(\d+)$/.exec(text)?.[1] ?? Number.NaN));

inEachLanguage(
  "many rows are counted before, changed together and taken back together",
  async ({ visit, lang }) => {
    for (const look of looks(lang)) {
      const head = await visit(look);
      await head.enter("helena", "/customers");
      const boxes = head.page.locator("td.pick input");
      const here = await boxes.count();
      assert.ok(here > 5, "rows can be ticked");
      await boxes.nth(0).check();
      await boxes.nth(2).check();
      assert.equal((await head.page.locator("[data-bulk-count]").innerText()).trim(), "2");
      await head.noSidewaysScroll();
      await head.axe();
      await head.screenshot("many ticked");
      if (look.width === undefined) {
        await head.page.locator("th.pick input").check();
        assert.equal((await head.page.locator("[data-bulk-count]").innerText()).trim(), String(here));
      }
      await head.page.locator("button[name=bulk][value='customer.territory']").click();
      await head.page.locator("form[action='/do/customer.change']").waitFor();
      assert.equal(figure(await standing(head))[0], look.width === undefined ? here : 2);
      await head.axe();
      await head.screenshot("many chosen");

      await head.go("/bulk");
      await head.axe();
      await head.screenshot("many list");
    }

    // The whole of a filter: counted, done, and taken back.
    const head = await visit({ lang });
    await head.enter("helena", "/customers?query=a");
    const all = head.page.locator(".bulk-bar input[name=all]");
    await head.page.locator("td.pick input").first().check();
    if ((await all.count()) > 0) await all.check();
    else await head.page.locator("th.pick input").check();
    await head.page.locator("button[name=bulk][value='customer.archive']").click();
    const form = head.page.locator("form[action='/do/customer.archive']");
    await form.locator("[name=reason]").fill("No longer in business");
    await form.locator("footer button, button").last().click();
    const start = head.page.locator("form[action='/do/bulk.start'] button");
    await start.waitFor({ timeout: 40_000 });
    const before = await standing(head);
    await head.axe();
    await head.screenshot("many counted");
    assert.ok(before.length >= 2, before.join(" | "));
    await press(head, "bulk.start");
    await head.page.locator("form[action='/do/bulk.undo'] button").waitFor({ timeout: 40_000 });
    await head.axe();
    await head.screenshot("many done");
    await press(head, "bulk.undo");
    await head.page.locator("main nav.views").waitFor();
    await head.page.waitForFunction(() => !document.querySelector("main progress"), undefined, { timeout: 40_000 });
    await head.axe();
    await head.screenshot("many undone");
    const after = figure(await standing(head));
    assert.equal(after[0], figure(before)[0], "every row is told");
  },
  { own: true, seconds: 300 },
);

inEachLanguage(
  "two records are merged by mistake and taken apart again where one sees them",
  async ({ visit, lang }) => {
    const head = await visit({ lang, theme: themes[1] });
    await head.enter("helena", "/customers");
    const names = head.page.locator("main tbody a.stretched");
    const [goesOn, duplicate] = [(await names.nth(0).getAttribute("href")) ?? "", (await names.nth(1).getAttribute("href")) ?? ""];
    const called = (await names.nth(1).innerText()).split("\n")[0] ?? "";
    const number = /C-\d+-\d+/.exec(called)?.[0] ?? "";
    await head.go(duplicate);
    const sites = await head.page.locator("main table a[href^='/sites/']").count();
    await head.go(goesOn);
    await head.act("customer.merge", { from: number, reason: "The same gate" });
    await head.go(duplicate);
    await head.page.locator(`main li:has-text('${number}')`).waitFor();
    await head.page.getByText("The same gate").first().waitFor();
    await head.axe();
    await head.screenshot("merge told");
    const phone = await visit({ lang, width: 360 });
    await phone.enter("helena", duplicate);
    await phone.noSidewaysScroll();
    await phone.axe();
    await phone.screenshot("merge told");
    await phone.act("customer.unmerge", { reason: "Two firms behind one gate" });
    await phone.page.waitForURL((address) => address.pathname === duplicate);
    await phone.noSidewaysScroll();
    await phone.axe();
    await phone.screenshot("merge taken back");
    assert.equal(await phone.offers("customer.unmerge"), 0);
    await head.go(duplicate);
    assert.equal(await head.page.locator("main table a[href^='/sites/']").count(), sites, "its sites are its own again");
    assert.ok((await head.page.locator("main h1").innerText()).length > 0);
    await head.axe();
    await head.screenshot("merge taken back");
  },
  { own: true, seconds: 180 },
);

inEachLanguage("a list is sorted by its headings, by keyboard and on the phone, and a view keeps it", async ({ visit, lang }) => {
  for (const look of looks(lang)) {
    const head = await visit(look);
    await head.enter("helena", "/orders");
    const numbers = async (): Promise<string[]> => {
      const texts = await head.page.locator("main tbody a.stretched").allInnerTexts();
      return texts.map((text) => /O-\d+-\d+/.exec(text)?.[0] ?? text);
    };
    if (look.width === undefined) {
      const heading = head.page.locator("th[aria-sort] a, thead th a").first();
      await heading.focus();
      await head.page.keyboard.press("Enter");
      await head.page.waitForURL(/sort=number/);
      assert.equal(await head.page.locator("thead th").filter({ has: head.page.locator("a") }).first().getAttribute("aria-sort"), "ascending");
      const up = await numbers();
      assert.deepEqual(up, [...up].sort());
      await head.page.locator("th[aria-sort=ascending] a").click();
      await head.page.waitForURL(/sort=-number/);
      assert.equal(await head.page.locator("th[aria-sort=descending]").count(), 1);
      assert.deepEqual(await numbers(), up.toReversed());
    } else {
      const menu = head.page.locator(".list-bar details.menu").filter({ has: head.page.locator("a[href*='sort=ordered']") });
      await menu.locator("summary").click();
      await head.noSidewaysScroll();
      await head.screenshot("sorted menu");
      await menu.locator("a[href*='sort=ordered']").click();
      await head.page.waitForURL(/sort=ordered/);
      assert.ok((await numbers()).length > 0);
    }
    await head.noSidewaysScroll();
    await head.axe();
    await head.screenshot("sorted");
  }
  // A view that is kept opens in its order.
  const suzie = await visit({ lang });
  await suzie.enter("suzie", "/customers?sort=-number");
  await suzie.act("saved_view.keep", { name: "Newest first" });
  await suzie.page.waitForURL(/view=[0-9a-f-]{36}/);
  await suzie.go("/customers?view=all");
  await suzie.page.locator("nav.views a:has-text('Newest first')").click();
  await suzie.page.waitForURL(/sort=-number/);
});

inEachLanguage("a site is put away and taken into use again where it stands", async ({ visit, lang }) => {
  for (const look of looks(lang)) {
    const head = await visit(look);
    await head.enter("helena", "/customers");
    await head.go((await head.page.locator("main tbody a.stretched").nth(2).getAttribute("href")) ?? "");
    const site = { name: `Yard ${look.theme}`, line1: "Quay 4", town: "Hull", country: "gb", zone: "Europe/London" };
    await head.act("site.enter", site);
    await head.page.waitForURL(/\/sites\//);
    await head.act("site.archive");
    await head.page.locator("main form[action='/do/site.restore']").waitFor();
    assert.equal(await head.offers("site.archive"), 0);
    await head.noSidewaysScroll();
    await head.axe();
    await head.screenshot("site away");
    await head.act("site.restore");
    await head.page.locator("main form[action='/do/site.archive']").waitFor();
  }
});
