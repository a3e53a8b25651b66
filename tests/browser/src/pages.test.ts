// Every page of the navigation, as the head of sales sees it: it opens, fits a phone, and axe-core finds nothing,
// in both languages and both themes.
import assert from "node:assert/strict";
import { type Database, databases } from "./harness/house.js";
import { long, onBothDatabases } from "./harness/suite.js";
import { type Look, languages, themes } from "./harness/visit.js";

const looks: Look[] = languages.flatMap((lang) => themes.flatMap((theme) => [1320, 360].map((width) => ({ lang, theme, width }))));

/** A page's look does not depend on its database: the second one gets both widths, languages and themes, not all their pairs. */
const looksOn = (database: Database): Look[] =>
  long || database === databases[0] ? looks : looks.filter(({ lang, theme, width }) => (lang === "en") === (width === 1320) && (theme === "light") === (width === 1320));

onBothDatabases(
  "every page of the navigation opens, fits a phone and passes axe-core",
  async ({ database, visit }) => {
    for (const look of looksOn(database)) {
      const person = await visit(look);
      await person.enter("helena");
      const paths = await person.page.locator("nav.side a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
      assert.ok(paths.length > 5, `only ${paths.length} pages in the navigation`);
      for (const path of new Set(paths)) {
        await person.go(path);
        await person.noSidewaysScroll();
        await person.axe();
        assert.doesNotMatch(await person.page.locator("body").innerText(), /\{\s*\$/, `a fact is missing in the words of ${path}`);
        await person.screenshot(`page ${path}`);
      }
    }
  },
  { seconds: 600 },
);

onBothDatabases(
  "a customer's page and briefing open, fit a phone and pass axe-core",
  async ({ database, visit }) => {
    for (const look of looksOn(database)) {
      const person = await visit(look);
      await person.enter("suzie", "/customers?query=Harbour");
      const page = await person.page.locator("main a[href^='/customers/']:has-text('Harbour Mills')").first().getAttribute("href");
      assert.ok(page, "Harbour Mills is in the list");
      for (const path of [page, `${page}/briefing`]) {
        await person.go(path);
        await person.noSidewaysScroll();
        await person.axe();
        await person.screenshot(path === page ? "customer" : "briefing");
      }
    }
  },
  { seconds: 300 },
);

/** A path with the ids left out: one page of each kind is looked at. */
const kind = (path: string): string => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/\?.*$/, "");

/** Not pages: documents, files and what is done rather than looked at. */
const noPage = /^\/(do|files|export|api|logout|static|live)\b|\/pdf\b|\.(csv|xlsx|zip|ics|pdf|json)\b|archive|^\/portal|\/import\/runs\/[^/]+\/errors$/;

onBothDatabases(
  "every kind of page that is reached by its links opens, fits its screen, listens and passes axe-core",
  async ({ database, visit }) => {
    // What a page shows does not depend on its database: each has other people.
    const people: [string, Look][] =
      database === databases[0]
        ? [["helena", {}], ["steve", { lang: "pt-BR", theme: "dark", width: 360 }]]
        : [["ada", { lang: "pt-BR", theme: "dark" }]];
    for (const [who, look] of people) {
      const person = await visit(look);
      await person.enter(who);
      const seen = new Set<string>();
      const wait = ["/"];
      while (wait.length > 0) {
        const path = wait.shift() as string;
        if (seen.has(kind(path))) continue;
        seen.add(kind(path));
        await person.go(path);
        await person.noSidewaysScroll();
        await person.axe();
        assert.doesNotMatch(await person.page.locator("body").innerText(), /\{\s*\$/, `a fact is missing in the words of ${path}`);
        const links = await person.page.locator("nav.side a[href^='/'], main a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
        wait.push(...links.filter((link) => !noPage.test(link) && !seen.has(kind(link))));
      }
      assert.ok(seen.size > 25, `${who} reached only ${[...seen].join(" ")}`);
    }
  },
  { seconds: 600 },
);

onBothDatabases("the palette goes, finds and does from the keyboard", async ({ visit }) => {
  const person = await visit();
  await person.enter("suzie");
  await person.page.keyboard.press("Control+k");
  await person.page.locator("#palette[open]").waitFor();
  await person.page.keyboard.type("harbour");
  const hit = person.page.locator("#palette [role=option]:has-text('Harbour Mills')").first();
  await hit.waitFor();
  await person.axe();
  await hit.click();
  await person.page.locator("h1:has-text('Harbour Mills')").waitFor();
  await person.page.keyboard.press("Control+k");
  await person.page.keyboard.type("make a promise");
  await person.page.locator("#palette [role=option]").first().waitFor();
});

onBothDatabases("a refused form comes back with everything typed and the reason beside the field", async ({ visit }) => {
  const person = await visit();
  person.expectProblem(/console: .*422/);
  await person.enter("suzie", "/do/customer.enter");
  await person.page.fill("main input[name=legal_id]", "77-1234567");
  await person.page.click("main form button.primary, main form footer button");
  await person.page.locator("[role=alert]").waitFor();
  assert.equal(await person.page.inputValue("main input[name=legal_id]"), "77-1234567");
  await person.axe();
});
