// The API's reference: found by words, read by keyboard and on a phone, in both languages and themes; its examples can be
// copied. That they are true is tested without a browser (accord/tests/api.rs).
import assert from "node:assert/strict";
import { databases } from "./harness/house.js";
import { inEachLanguage, long, onBothDatabases } from "./harness/suite.js";
import { themes } from "./harness/visit.js";

inEachLanguage("the reference is found by words and read by the keyboard", async ({ visit, lang }) => {
  const suzie = await visit({ lang });
  await suzie.enter("suzie", "/api");
  await suzie.axe();
  await suzie.screenshot("api");
  assert.match(await suzie.page.locator("main").innerText(), /Idempotency-Key/);
  assert.match(await suzie.page.locator("main").innerText(), /application\/problem\+json/);

  // By the page's own search, without the mouse.
  const search = suzie.page.locator("main input[name=query]");
  await search.focus();
  await suzie.page.keyboard.type("promise redate");
  await suzie.page.keyboard.press("Enter");
  await suzie.page.waitForURL(/query=promise/);
  const hit = suzie.page.locator("main a[href='/api/promise#promise.redate']").first();
  await hit.waitFor();
  await suzie.axe();
  await suzie.screenshot("api found");
  await hit.focus();
  await suzie.page.keyboard.press("Enter");
  await suzie.page.waitForURL(/\/api\/promise#promise\.redate$/);
  const part = suzie.page.locator("article[id='promise.redate']");
  await part.waitFor();
  const words = await part.innerText();
  assert.match(words, /POST \/api\/v1\/actions\/promise\.redate/);
  assert.match(words, lang === "en" ? /Needs: .*promise\./s : /Exige: .*promise\./s);
  assert.match(words, lang === "en" ? /Always|always/ : /sempre/i);
  await suzie.axe();
  await suzie.screenshot("api room");

  // What was tried stands below its action, with the answer, and can be copied as it is.
  const tried = suzie.page.locator("article[id='promise.make'] pre");
  assert.match(await tried.nth(0).innerText(), /^curl https?:\/\/\S+\/api\/v1\/actions\/promise\.make \\/);
  assert.match(await tried.nth(1).innerText(), /"promise": "[0-9a-f-]{36}"/);

  await suzie.go("/api?query=zzzz");
  await suzie.page.locator("main .empty").waitFor();
  await suzie.axe();
});

onBothDatabases(
  "the reference of every room fits a phone and passes axe-core",
  async ({ database, visit }) => {
    for (const [at, theme] of themes.entries()) {
      const ada = await visit({ theme, width: at === 0 ? 360 : 1320, lang: at === 0 ? "pt-BR" : "en" });
      await ada.enter("ada", "/api");
      const rooms = await ada.page.locator("main a[href^='/api/']:not([href$='.json'])").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
      assert.ok(new Set(rooms).size > 20, `only ${rooms.length} rooms`);
      await ada.noSidewaysScroll();
      await ada.screenshot("api overview");
      // The page is made of the registry alone: each room once in full, elsewhere some.
      const full = long || (at === 0 && database === databases[0]);
      for (const room of [...new Set(rooms)].filter((_, place) => full || place % 6 === 1)) {
        await ada.go(room);
        await ada.noSidewaysScroll();
        await ada.axe();
        if (/(saved|survey|promise)$/.test(room)) await ada.screenshot(`api ${room}`);
      }
    }
  },
  { seconds: 300 },
);
