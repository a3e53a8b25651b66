// What is one's own: views of a list kept under a name, how one is told, and the pages of whoever looks after privacy and
// operation.
import assert from "node:assert/strict";
import { inEachLanguage } from "./harness/suite.js";

inEachLanguage("a view of a list is kept, opened, renamed and taken away", async ({ visit, lang }) => {
  const suzie = await visit({ lang });
  await suzie.enter("suzie", "/customers?query=harbour");
  await suzie.act("saved_view.keep", { name: "On the lake" });
  await suzie.page.waitForURL(/view=[0-9a-f-]{36}/);
  const name = suzie.page.locator("nav.views a:has-text('On the lake')");
  await name.waitFor();
  assert.equal(await name.getAttribute("aria-current"), "page");
  await suzie.axe();
  await suzie.screenshot("own view");

  // It opens with what it asks for, from anywhere.
  await suzie.go("/customers?view=all");
  assert.equal(await suzie.page.locator("main input[type=search][name=query]").inputValue(), "");
  await name.click();
  await suzie.page.waitForURL(/query=harbour/);
  assert.equal(await suzie.page.locator("main input[type=search][name=query]").inputValue(), "harbour");

  const menu = suzie.page.locator("main details.menu > summary[aria-label*='the lake' i]").first();
  await menu.focus();
  await suzie.page.keyboard.press("Enter");
  await suzie.page.locator("a[data-dialog='/do/saved_view.change']:visible").first().click();
  const form = suzie.page.locator("dialog form[action='/do/saved_view.change']");
  await form.locator("[name=name]").fill("By the lake");
  await form.locator("footer button").last().click();
  const renamed = suzie.page.locator("nav.views a:has-text('By the lake')");
  await renamed.waitFor();
  await menu.click();
  await suzie.page.locator("form[action='/do/saved_view.remove'] button").last().click();
  await suzie.page.waitForURL(/view=all/);
  assert.equal(await renamed.count(), 0);
});

inEachLanguage("one chooses how and when one is told", async ({ visit, lang }) => {
  const nora = await visit({ lang, width: 360 });
  await nora.enter("nora", "/me/notices");
  await nora.noSidewaysScroll();
  await nora.axe();
  await nora.screenshot("own notices");
  await nora.act("people.preferences", { quiet_from: "20:30", quiet_until: "06:15", digest_at: "06:45" });
  await nora.go("/me/notices");
  const form = nora.page.locator("main form[action='/do/people.preferences']");
  assert.equal(await form.locator("[name=quiet_from]").inputValue(), "20:30");
  assert.equal(await form.locator("[name=quiet_until]").inputValue(), "06:15");
  assert.equal(await form.locator("[name=digest_at]").inputValue(), "06:45");

  // One kind of notices goes its own way, and the row says that it was chosen.
  const chosen = await nora.page.locator("main table .tag, main .card .tag").count();
  await nora.act("notice.choose", { channel: "digest" });
  await nora.page.waitForURL(/\/me\/notices/);
  assert.equal(await nora.page.locator("main table .tag, main .card .tag").count(), chosen + 1);
  await nora.axe();
  await nora.screenshot("own notices chosen");
});

inEachLanguage("whose data these are is found, shown and given out, and each look is on record", async ({ visit, lang }) => {
  const paula = await visit({ lang, theme: "dark" });
  await paula.enter("paula", "/privacy");
  await paula.axe();
  await paula.screenshot("privacy");
  const search = paula.page.locator("main input[name=query]");
  await search.fill("Keane");
  await search.press("Enter");
  const found = paula.page.locator("main a[href^='/privacy/contact/']:has-text('Paul Keane'), main tr:has-text('Paul Keane') a[href^='/privacy/contact/']").first();
  await found.click();
  await paula.page.locator("h1:has-text('Paul Keane')").waitFor();
  await paula.axe();
  await paula.screenshot("privacy contact");
  const give = paula.page.locator("main a[href$='/archive']");
  const [archive] = await Promise.all([paula.page.waitForEvent("download"), give.click()]);
  assert.match(archive.suggestedFilename(), /\.zip$/);

  await paula.go("/privacy/looks");
  await paula.axe();
  await paula.screenshot("privacy looks");
  assert.match(await paula.page.locator("main").innerText(), /Paula Stein/);
});

inEachLanguage("what did not go out has a page, and none but who operates sees it", async ({ visit, lang }) => {
  const ada = await visit({ lang, width: 360 });
  await ada.enter("ada", "/operation");
  await ada.noSidewaysScroll();
  await ada.axe();
  await ada.screenshot("operation");
  const suzie = await visit({ lang });
  suzie.expectProblem(/console: .*(403|404)/);
  await suzie.enter("suzie");
  const answer = await suzie.page.goto("/operation");
  assert.ok([403, 404].includes(answer?.status() ?? 0), `answered ${answer?.status()}`);
});
