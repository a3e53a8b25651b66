// The first page that anybody sees, before anybody is known.
import assert from "node:assert/strict";
import { onBothDatabases } from "./harness/suite.js";
import { languages, themes } from "./harness/visit.js";

onBothDatabases("the sign-in page opens in both languages and passes axe-core", async ({ visit }) => {
  const titles = new Set<string>();
  for (const lang of languages) {
    for (const theme of themes) {
      const guest = await visit({ lang, theme });
      await guest.go("/");
      assert.equal(await guest.page.getAttribute("html", "lang"), lang);
      await guest.page.locator("input[autocomplete=username]").waitFor();
      await guest.page.locator("input[autocomplete=current-password]").waitFor();
      titles.add(await guest.page.title());
      await guest.axe();
      await guest.screenshot("sign-in");
    }
  }
  assert.equal(titles.size, languages.length, `titles: ${[...titles].join(", ")}`);
});

onBothDatabases("the sign-in page fits a phone of 360 px", async ({ visit }) => {
  for (const lang of languages) {
    for (const theme of themes) {
      const guest = await visit({ lang, theme, width: 360 });
      await guest.go("/");
      await guest.noSidewaysScroll();
      await guest.axe();
      await guest.screenshot("sign-in");
    }
  }
});

onBothDatabases("a wrong password is refused in words, and the name stays typed", async ({ visit }) => {
  const guest = await visit();
  guest.expectProblem(/console: .*(401|403|422)/);
  await guest.go("/");
  await guest.page.fill("input[autocomplete=username]", "nobody@example.org");
  await guest.page.fill("input[autocomplete=current-password]", "not the password");
  await guest.page.keyboard.press("Enter");
  await guest.page.locator("[role=alert]").waitFor();
  assert.equal(await guest.page.inputValue("input[autocomplete=username]"), "nobody@example.org");
  await guest.axe();
});
