// The order meeting of 2 February 2026, lived through the pages: two dates kept apart, three signatures, a release, and a
// customer who sees exactly what they were told.
import assert from "node:assert/strict";
import { inEachLanguage, onBothDatabases } from "./harness/suite.js";
import { type Lang, type Look, type Visit } from "./harness/visit.js";

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
    await paul.enter("paul.keane@harbourmills.example", "/portal");
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
    for (let left = 5; left > 0; left -= 1) {
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

/** What Suzie and Mark agree in the meeting: the customer is told 27 April, the house aims at 30 March. */
async function agreeOnTwoDates(visit: (look?: Look) => Promise<Visit>, lang: Lang): Promise<{ suzie: Visit; mark: Visit; page: string }> {
  const suzie = await visit({ lang });
  await suzie.enter("suzie");
  const page = await order(suzie);
  await suzie.go(`${page}/review`);
  await suzie.act("order.commit_date", { on: "2026-04-27", told_by: "call" });
  const mark = await visit({ lang });
  await mark.enter("mark", `${page}/review`);
  await mark.act("order.set_target", { on: "2026-03-30" });
  return { suzie, mark, page };
}

/** The committed date as the customer reads it on their own page, day and month as this language writes them. */
async function customerReads(visit: (look?: Look) => Promise<Visit>, lang: Lang): Promise<string> {
  const paul = await visit({ lang });
  await paul.enter("paul.keane@harbourmills.example", "/portal");
  await paul.axe();
  await paul.screenshot("portal at the checkpoint");
  return await paul.page.locator("main").innerText();
}

const earlier = /30 (Mar|de mar\.? de) 2026/;
const first = /27 (Apr|de abr\.? de) 2026/;

inEachLanguage(
  `the checkpoint of 2 March is acted on, and the earlier date is the customer's`,
  async ({ visit, lang }) => {
    const { suzie, mark, page } = await agreeOnTwoDates(visit, lang);
    await suzie.moveClock("2026-03-02T15:00:00Z");
    await mark.go(page);
    await mark.act("checkpoint.state_readiness", { percent: "92" });
    const steve = await visit({ lang, width: 360, theme: "dark" });
    await steve.enter("steve", page);
    await steve.act("checkpoint.state_service", { able: "true", from: "2026-04-07" });
    await steve.noSidewaysScroll();
    await steve.axe();
    await steve.screenshot("checkpoint stated");
    await suzie.go(page);
    await suzie.screenshot("checkpoint before the answer");
    await suzie.act("checkpoint.act", { choice: "offer_earlier", on: "2026-03-30", words: "The hall is ready. Send it.", told_by: "call" });
    await suzie.go(page);
    const shown = await suzie.page.locator("main").innerText();
    assert.match(shown, earlier);
    assert.match(shown, first, "the date that was told first stays visible");
    await suzie.axe();
    await suzie.screenshot("checkpoint acted on");
    assert.match(await customerReads(visit, lang), earlier, "the customer reads the date they agreed to");
    for (const person of [mark, steve]) {
      await person.go("/notices");
      assert.match(await person.page.locator("main").innerText(), earlier, "everybody who has to deliver was told");
    }
  },
  { own: true, seconds: 240 },
);

inEachLanguage(
  `nobody acts on the checkpoint: the head of sales is told at the end of the day, and the date stands`,
  async ({ visit, lang }) => {
    const { suzie, page } = await agreeOnTwoDates(visit, lang);
    await suzie.moveClock("2026-03-02T15:00:00Z");
    const helena = await visit({ lang });
    await helena.enter("helena", "/checkpoints");
    assert.doesNotMatch(await helena.page.locator("main table").innerText(), lang === "en" ? /escalated/i : /escalada/i);
    await suzie.moveClock("2026-03-03T07:00:00Z");
    await helena.go("/checkpoints?open=true");
    assert.match(await helena.page.locator("main table").innerText(), lang === "en" ? /escalated/i : /escalada/i);
    await helena.axe();
    await helena.screenshot("checkpoint escalated");
    await helena.go("/notices");
    assert.match(await helena.page.locator("main").innerText(), /O-2026-0001/);
    await suzie.go(page);
    assert.match(await suzie.page.locator("main").innerText(), first);
    const told = await customerReads(visit, lang);
    assert.match(told, first);
    assert.doesNotMatch(told, earlier, "the date does not change by itself");
  },
  { own: true, seconds: 240 },
);

inEachLanguage(
  `the customer is not ready at the checkpoint, and the date stays`,
  async ({ visit, lang }) => {
    const { suzie, mark, page } = await agreeOnTwoDates(visit, lang);
    await suzie.moveClock("2026-03-02T15:00:00Z");
    await mark.go(page);
    await mark.act("checkpoint.state_readiness", { percent: "95" });
    await suzie.go(page);
    await suzie.act("checkpoint.act", { choice: "keep", words: "Our hall is not ready before April.", told_by: "call" });
    await suzie.go(page);
    assert.match(await suzie.page.locator("main").innerText(), /Our hall is not ready before April/);
    const told = await customerReads(visit, lang);
    assert.match(told, first);
    assert.doesNotMatch(told, earlier);
  },
  { own: true, seconds: 240 },
);
