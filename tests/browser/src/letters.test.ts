// The texts of the letters: changed on their page, seen before they hold, tried out, put back.
import assert from "node:assert/strict";
import { found, founder, signFounderIn } from "./harness/set-up.js";
import { inEachLanguage } from "./harness/suite.js";
import { themes } from "./harness/visit.js";

inEachLanguage(
  "a company writes its invitation in its own words",
  async ({ house, visit, lang }) => {
    const aoife = await visit({ lang });
    await found(aoife, house, lang);
    await aoife.go("/settings");
    await aoife.page.locator("a[href='/settings/letters']").click();
    await aoife.page.waitForURL("**/settings/letters");
    await aoife.axe();
    await aoife.screenshot("letters");
    const path = `/settings/letters/invitation?language=${lang}`;
    await aoife.page.locator(`a[href='${path}']`).click();
    await aoife.page.waitForURL(`**${path}`);

    // What could not do its work comes back with everything typed and the reason.
    aoife.expectProblem(/console: .*422/);
    const write = async (subject: string, body: string): Promise<void> => {
      const form = aoife.page.locator("form[action='/do/letter.draft']");
      await form.locator("[name=subject]").fill(subject);
      await form.locator("[name=body]").fill(body);
      await form.locator("footer button").click();
      await aoife.page.waitForLoadState("load");
    };
    await write("Loom {company}", "Warp & <b>weft</b>");
    await aoife.page.locator("[role=alert]").waitFor();
    assert.match(await aoife.page.locator("[role=alert]").innerText(), /\{link\}/);
    assert.equal(await aoife.page.locator("[name=body]").inputValue(), "Warp & <b>weft</b>");
    await aoife.axe();
    await aoife.screenshot("letter refused");

    await write("Loom {company}", "Warp & <b>weft</b>\n\n{link}");
    await aoife.page.waitForURL(`**${path}`);
    const arrives = aoife.page.locator("main .as-written").first();
    assert.match(await arrives.innerText(), /^Warp & <b>weft<\/b>\s+https:\/\/accord\.example\//);
    await aoife.axe();
    await aoife.screenshot("letter draft");

    const post = async (action: string): Promise<void> => {
      await aoife.page.locator(`form[action='/do/${action}'] button`).click();
      await aoife.page.waitForLoadState("load");
      await aoife.go(path);
    };
    await post("letter.try");
    const trial = await house.letter(founder.email, "Warp & <b>weft</b>");
    assert.ok(trial.includes("Subject: Loom Byrne Looms"), trial);
    await post("letter.set");
    assert.equal(await aoife.offers("letter.drop_draft"), 0, "what holds is no draft");
    assert.match(await aoife.page.locator("main").innerText(), /Loom \{company\}/);

    for (const theme of themes) {
      for (const width of [1320, 360]) {
        const guest = await visit({ lang, theme, width });
        await signFounderIn(guest);
        for (const [address, name] of [
          ["/settings/letters", "letters all"],
          [path, "letter one"],
          ["/settings/letters/digest?language=en", "letter digest"],
        ] as const) {
          await guest.go(address);
          await guest.axe();
          await guest.noSidewaysScroll();
          await guest.screenshot(name);
        }
      }
    }
    await aoife.go(path);
    await post("letter.put_back");
    assert.equal(await aoife.offers("letter.put_back"), 0);
    await aoife.screenshot("letter put back");
  },
  { own: true, begin: "empty", seconds: 300 },
);
