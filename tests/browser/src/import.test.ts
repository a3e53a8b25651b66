// A company's own spreadsheet, brought on the page: laid ready, mapped by answers, tried, brought, put right from the file
// of errors, known again, and taken back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inEachLanguage, onBothDatabases } from "./harness/suite.js";
import type { Visit } from "./harness/visit.js";

// Windows-1252 with semicolons, as a spreadsheet program in Brazil writes it: one row without a name, one word unknown.
const ROWS = ["Código;Descrição;Tipo;Preço;Observação", "Q-71;Eixo não polido;Peça;1.234,50;x", "Q-72;;Peça;9,00;=1+1", "Q-73;Prensa;Máquina;88.000,00;"];

function latin(lines: string[]): Buffer {
  return Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1");
}

async function look(person: Visit, name: string): Promise<void> {
  await person.noSidewaysScroll();
  await person.axe();
  await person.screenshot(`import ${name}`);
}

async function words(person: Visit): Promise<string> {
  return (await person.page.locator("main").innerText()).replace(/[\u00a0\u202f]/g, " ");
}

/** Lays a file ready by the form on the page of imports, and stands on its page then. */
async function lay(person: Visit, name: string, buffer: Buffer): Promise<void> {
  await person.go("/import");
  await person.page.setInputFiles("main input[type=file]", { name, mimeType: "text/csv", buffer });
  await person.page.locator("#form-upload-import footer button").click();
  await person.page.waitForURL(/\/import\/files\//);
}

/** Sends a form of the page as it stands. */
async function send(person: Visit, form: string): Promise<void> {
  await person.page.locator(`${form} footer button`).first().click();
  await person.page.waitForLoadState("load");
}

/** Presses a button that starts or stops something, by what it fixes. */
async function press(person: Visit, action: string, fixed: string): Promise<void> {
  await person.page.locator(`main form[action="/do/${action}"]:has(input[name=_fixed][value*='${fixed}']) button`).first().click();
  await person.page.waitForLoadState("load");
}

/** Waits until a run is over; its page follows by itself. */
async function over(person: Visit): Promise<void> {
  await person.page.waitForURL(/\/import\/runs\//);
  await person.page.locator("main form[action='/do/intake.stop']").waitFor({ state: "detached", timeout: 30_000 });
}

inEachLanguage(
  "a spreadsheet is mapped by answers, tried, brought, put right and taken back",
  async ({ visit, lang, database }) => {
    const width = lang === "en" ? 1320 : 360;
    const theme = lang === "en" ? "light" : "dark";
    // The head of manufacturing brings products; the head of sales could not.
    const head = await visit({ lang, width, theme });
    await head.enter("mark");
    const mark = `${lang}-${database}`;
    await lay(head, `produtos ${mark}.csv`, latin(ROWS));
    await look(head, "laid ready");
    await head.go(`${new URL(head.page.url()).pathname}?kind=products`);
    const page = head.page;
    assert.match(await words(head), /windows-1252/);
    assert.equal(await page.locator("select[name='columns.0.to']").inputValue(), "code");
    assert.equal(await page.locator("select[name='columns.3.to']").inputValue(), "price");
    await page.fill("[name=currency]", "BRL");
    const unit = page.locator("input[name^='constants.'][name$='.to'][value=unit]");
    const place = ((await unit.getAttribute("name")) ?? "").split(".")[1] ?? "";
    await page.fill(`[name='constants.${place}.value']`, "un");
    await look(head, "columns");
    await send(head, "#form-map-columns");

    // What nothing was said of is named and must be waved through.
    assert.match(await words(head), /Observação/);
    assert.equal(await head.offers("intake.start"), 0, "nothing starts while a column is unsaid");
    await page.locator("main form[action='/do/intake.leave_out'] button").click();
    await page.waitForLoadState("load");
    await page.selectOption("select[name='words.0.value']", "equipment");
    assert.equal(await page.locator("select[name='words.1.value']").inputValue(), "part", "a word that is called alike is proposed");
    await look(head, "words");
    await send(head, "#form-map-words");

    await press(head, "intake.start", "dry_run");
    await over(head);
    await look(head, "tried");
    await page.goBack();
    await page.reload();
    await press(head, "intake.start", "valid_only");
    await over(head);
    const brought = new URL(page.url()).pathname;
    await look(head, "brought");

    // The file of errors holds the row as it was, and comes in once it is put right.
    const [fetched] = await Promise.all([page.waitForEvent("download"), page.locator("main a[href$='/errors']").click()]);
    const errors = (await readFile(await fetched.path(), "utf8")).replace(/^\uFEFF/, "");
    const lines = errors.trimEnd().split("\r\n");
    assert.equal(lines.length, 2, errors);
    assert.match(lines[1] ?? "", /^Q-72;;Peça;9,00;'=1\+1;3;/);
    const right = Buffer.from(`\uFEFF${lines[0]}\r\n${(lines[1] ?? "").replace(";;", ";Bucha;")}\r\n`, "utf8");
    await lay(head, `certo ${mark}.csv`, right);
    assert.ok((await words(head)).includes(`produtos ${mark}.csv`), "the mapping of last time is proposed");
    await look(head, "known again");
    await page.fill("[name=currency]", "BRL");
    await send(head, "#form-map-columns");
    await press(head, "intake.start", "valid_only");
    await over(head);
    assert.equal(await page.locator("main a[href$='/errors']").count(), 0, "nothing is wrong any more");

    await head.go(brought);
    await head.act("intake.undo");
    await head.go(brought);
    assert.equal(await head.offers("intake.undo"), 0);
    await head.go("/import");
    await look(head, "list");
  },
  { seconds: 300 },
);

onBothDatabases("whoever may not import is told before a byte of a file is kept", async ({ visit }) => {
  const nora = await visit();
  nora.expectProblem(/console: .*403/);
  await nora.enter("nora");
  const status = await nora.page.evaluate(async () => {
    const body = new FormData();
    body.append("file", new Blob(["no;name\n1;A\n"]), "a.csv");
    return (await fetch("/upload/import", { method: "POST", body })).status;
  });
  assert.equal(status, 403);
});
