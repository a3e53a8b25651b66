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

onBothDatabases("between phone and desk no list's head lies over its rows, and nothing of a list is cut off", async ({ visit }) => {
  for (const width of [820, 1000, 1280]) {
    const person = await visit({ width, lang: width === 1000 ? "pt-BR" : "en" });
    await person.enter("suzie", "/customers");
    const customer = await person.page.locator("main a[href^='/customers/0']").first().getAttribute("href");
    assert.ok(customer, "a customer in the list");
    for (const path of ["/orders", "/promises", "/assets", "/customers", customer]) {
      await person.go(path);
      const { over, cut } = await person.page.evaluate(() => {
        const lists = [...document.querySelectorAll<HTMLElement>("main .table")];
        const name = (list: HTMLElement): string => list.querySelector("caption")?.textContent ?? "";
        const over = lists.filter((list) => {
          const [head, row] = [list.querySelector("thead th"), list.querySelector("tbody tr")];
          // On cards the head is for screen readers alone.
          if (!head || !row || getComputedStyle(head.closest("thead") ?? head).position === "absolute") return false;
          return head.getBoundingClientRect().bottom > row.getBoundingClientRect().top + 2;
        });
        const cut = lists.filter((list) => list.scrollWidth > list.clientWidth + 1 && getComputedStyle(list).overflowX === "clip");
        return { over: over.map(name), cut: cut.map(name) };
      });
      assert.deepEqual({ over, cut }, { over: [], cut: [] }, `${path} at ${width} px`);
    }
  }
});

onBothDatabases("on a phone the list begins on the first screen, and its filters unfold", async ({ visit }) => {
  const person = await visit({ width: 360 });
  await person.enter("suzie", "/orders");
  const first = person.page.locator("main tbody tr").first();
  assert.ok(((await first.boundingBox())?.y ?? Infinity) < 740, "the first order is in sight");
  const state = person.page.locator(".more-filters select").first();
  assert.equal(await state.isVisible(), false);
  await person.page.locator(".more-filters > summary").click();
  await state.waitFor({ state: "visible" });
  await person.axe();
  const desk = await visit();
  await desk.enter("suzie", "/orders");
  assert.ok(await desk.page.locator(".more-filters select").first().isVisible(), "at the desk nothing is folded");
  assert.equal(await desk.page.locator(".more-filters > summary").isVisible(), false);
});

onBothDatabases(
  "a visit is planned from the list of visits: the customer that was chosen offers its sites and its people",
  async ({ visit }) => {
    const person = await visit();
    await person.enter("steve", "/visits");
    const form = await person.open("visit.plan");
    await form.locator("[name=task]").fill("Listen to the gearbox");
    const [site, contact] = [form.locator("select[name=site]"), form.locator("select[name=contact]")];
    const offered = async (): Promise<string> => (await site.locator("option").allInnerTexts()).concat(await contact.locator("option").allInnerTexts()).join("/");
    assert.doesNotMatch(await offered(), /Paul Keane/);
    await person.page.fill("[name=customer_text]", "");
    await person.page.locator("[name=customer_text]").pressSequentially("Harbour");
    await person.page.locator(".finder-list:visible [role=option]", { hasText: "Harbour Mills" }).first().click();
    await site.locator("option", { hasText: "Hall B" }).waitFor({ state: "attached" });
    assert.match(await offered(), /Paul Keane/);
    assert.equal(await form.locator("[name=task]").inputValue(), "Listen to the gearbox", "what was typed is not lost");
    await site.selectOption({ label: (await site.locator("option", { hasText: "Hall B" }).innerText()).trim() });
    await contact.locator("option", { hasText: "Paul Keane" }).waitFor({ state: "attached" });
    // Somebody else's sites go with their customer.
    await person.page.locator("[name=customer_text]").fill("");
    await site.locator("option", { hasText: "Hall B" }).waitFor({ state: "detached" });
    await person.act("visit.plan", { customer: "Harbour Mills", site: "Hall B", minutes: "90" });
    await person.page.locator("main", { hasText: "Listen to the gearbox" }).waitFor();
    assert.match(person.page.url(), /\/visits\/0/);
  },
  { own: true },
);

onBothDatabases("what is refused at the press of a button is said where it was pressed", async ({ visit }) => {
  const person = await visit();
  await person.enter("suzie", "/orders");
  const order = await person.page.locator("main a[href^='/orders/0']").first().getAttribute("href");
  await person.go(`${order}/review`);
  await person.page.locator("main form[action='/do/review.sign'] button").first().click();
  const told = person.page.locator(".content > .notice.bad[role=alert]");
  await told.waitFor();
  assert.match(await told.innerText(), /Nobody signs blank/);
  assert.ok(person.page.url().endsWith(`${order}/review`), person.page.url());
  await person.axe();
  await person.go(`${order}/review`);
  assert.equal(await told.count(), 0, "it is said once");
});

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
