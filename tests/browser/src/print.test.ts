// Pages on paper: A4, nothing to press, light whatever the screen is, headings on each sheet.
import assert from "node:assert/strict";
import { onBothDatabases } from "./harness/suite.js";
import type { Visit } from "./harness/visit.js";

/** Width of the text on an A4 sheet between its margins, in CSS pixels. */
const SHEET = 703;

/** What must not be seen on paper, and is. */
async function seen(visit: Visit): Promise<string[]> {
  return await visit.page.evaluate(() => {
    const never = ".side, .top, .bottom, .clockbar, .toasts, .filters, .bulk-bar, .pages, main nav, main form, main button, .button, td.pick, th.pick";
    const shown = [...document.querySelectorAll<HTMLElement>(never)].filter((element) => element.getClientRects().length > 0);
    return shown.map((element) => `${element.localName}.${element.className}`);
  });
}

/** How bright the sheet and the words on it are, from 0 to 255. */
async function brightness(visit: Visit): Promise<{ ground: number; ink: number }> {
  return await visit.page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d");
    const of = (colour: string): number => {
      if (!canvas) return Number.NaN;
      canvas.fillStyle = "#fff";
      canvas.fillRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return (red + green + blue) / 3;
    };
    const heading = document.querySelector("main h1") ?? document.body;
    return { ground: of(getComputedStyle(document.body).backgroundColor), ink: of(getComputedStyle(heading).color) };
  });
}

async function onPaper(visit: Visit, name: string): Promise<void> {
  await visit.page.emulateMedia({ media: "print" });
  await visit.page.setViewportSize({ width: SHEET, height: 1000 });
  assert.deepEqual(await seen(visit), [], `nothing to press on the sheet of ${name}`);
  await visit.noSidewaysScroll();
  const { ground, ink } = await brightness(visit);
  assert.ok(ground > 250 && ink < 80, `dark words on a light sheet: ${ground}, ${ink}`);
  const heads = await visit.page.evaluate(() =>
    [...document.querySelectorAll("thead")].map((head) => [getComputedStyle(head).display, getComputedStyle(head.querySelector("th") ?? head).position]),
  );
  for (const head of heads) assert.deepEqual(head, ["table-header-group", "static"], "a heading comes again on each sheet");
  const told = await visit.page.evaluate(() =>
    [...document.querySelectorAll("main a[href]")].map((link) => getComputedStyle(link, "::after").content).filter((text) => text.includes("/")),
  );
  assert.deepEqual(told, [], "no address is printed behind a link");
  await visit.screenshot(`paper ${name}`);
  // The browser's own printing takes it, in the size that the page asks for.
  const file = await visit.page.pdf({ preferCSSPageSize: true });
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(file.toString("latin1"));
  assert.ok(box && Math.abs(Number(box[1]) - 595) < 2 && Math.abs(Number(box[2]) - 842) < 2, `A4 and not ${box?.[0]}`);
  await visit.page.emulateMedia({ media: "screen" });
  await visit.page.setViewportSize({ width: 1320, height: 900 });
}

onBothDatabases(
  "lists, customers and orders are printed to be read",
  async ({ visit }) => {
    const person = await visit({ theme: "dark" });
    await person.enter("helena", "/customers");
    assert.ok((await person.page.locator("tbody tr").count()) > 20, "more than a sheet holds");
    await onPaper(person, "list");
    const first = async (path: string, within: string): Promise<string> => {
      await person.go(path);
      const href = await person.page.locator(`main a[href^='${within}']`).first().getAttribute("href");
      assert.ok(href, `${path} leads to ${within}`);
      return href;
    };
    const customer = await person.page.locator("main a:has-text('Harbour Mills')").first().getAttribute("href");
    assert.ok(customer);
    await person.go(customer);
    await onPaper(person, "customer");
    await person.go(await first("/orders", "/orders/0"));
    await onPaper(person, "order");
  },
  { seconds: 240 },
);
