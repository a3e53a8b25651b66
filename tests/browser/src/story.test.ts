// The order meeting of 2 February 2026, lived through the pages: two dates kept apart, three signatures, a release, and a
// customer who sees exactly what they were told.
import assert from "node:assert/strict";
import { onBothDatabases } from "./harness/suite.js";
import type { Visit } from "./harness/visit.js";

const inside = [/30 Mar 2026/, /2026-03-30/];
const told = /27 Apr 2026/;

async function order(person: Visit): Promise<string> {
  await person.go("/orders");
  const href = await person.page.locator("main a[href^='/orders/']").first().getAttribute("href");
  assert.ok(href, "the order is in the list");
  return href;
}

onBothDatabases(
  "the order meeting: the date the customer was told and the date we aim at",
  async ({ visit }) => {
    const suzie = await visit();
    await suzie.enter("suzie");
    const page = await order(suzie);
    await suzie.go(`${page}/review`);
    await suzie.page.locator("main", { hasText: "28 days of slack" }).waitFor();
    await suzie.axe();
    await suzie.screenshot("review before");

    await suzie.act("order.commit_date", { on: "2026-04-27", told_by: "call" });
    await suzie.go(`${page}/review`);
    await suzie.page.locator("main", { hasText: "27 Apr 2026" }).waitFor();

    const mark = await visit();
    await mark.enter("mark", page);
    await mark.act("order.set_target", { on: "2026-03-30" });
    await mark.go(`${page}/review`);
    await mark.page.locator("main", { hasText: "30 Mar 2026" }).waitFor();
    await mark.screenshot("review after");

    // The customer's own page, and the same page as a colleague sees it.
    const paul = await visit();
    await paul.go("/login");
    await paul.page.locator("form[action='/demo/enter']:has(input[value='paul.keane@harbourmills.example']) button").click();
    await paul.page.locator("main").waitFor();
    await paul.go("/portal");
    const shown = await paul.page.content();
    assert.match(shown, told, "the customer sees what they were told");
    for (const date of inside) assert.doesNotMatch(shown, date, "an internal date reached the customer");
    await paul.axe();
    await paul.screenshot("portal");
    const small = await visit({ width: 360, lang: "pt-BR", theme: "dark" });
    await small.enter("suzie", `${page}/review`);
    await small.noSidewaysScroll();
    await small.axe();
    await small.screenshot("review after");
  },
  { own: true, seconds: 240 },
);

onBothDatabases(
  "a date before the earliest is refused with the earliest, and everything typed comes back",
  async ({ visit }) => {
    const suzie = await visit();
    suzie.expectProblem(/console: .*(409|422)/);
    await suzie.enter("suzie");
    const page = await order(suzie);
    await suzie.go(`${page}/review`);
    await suzie.act("order.commit_date", { on: "2026-03-09", told_by: "call" });
    await suzie.page.locator("[role=alert]").waitFor();
    assert.match(await suzie.page.locator("[role=alert]").innerText(), /30 Mar 2026/);
    assert.equal(await suzie.page.inputValue("main input[name=on]"), "2026-03-09");
    await suzie.axe();
  },
  { own: true, seconds: 120 },
);

onBothDatabases(
  "three decide and sign, and the order is released",
  async ({ visit }) => {
    const suzie = await visit();
    await suzie.enter("suzie");
    const page = await order(suzie);
    await suzie.go(`${page}/review`);
    await suzie.act("order.commit_date", { on: "2026-04-27", told_by: "call" });
    for (let left = 4; left > 0; left -= 1) {
      await suzie.go(`${page}/review`);
      await suzie.act("review.decide", { decision: "Agreed in the meeting." });
    }
    for (const person of ["suzie", "mark", "steve"]) {
      const signer = person === "suzie" ? suzie : await visit();
      if (signer !== suzie) await signer.enter(person);
      await signer.go(`${page}/review`);
      await signer.act("review.sign");
    }
    await suzie.go(page);
    await suzie.screenshot("order signed");
    assert.doesNotMatch(await suzie.page.locator("main").innerText(), /Not signed/);
  },
  { own: true, seconds: 240 },
);
