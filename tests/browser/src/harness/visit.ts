// One look at the pages: a browser context in one language, theme and width, which takes
// note of everything that must not happen on a page.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from "playwright-core";
import { personOf } from "./people.js";
import { needed } from "./processes.js";

export const languages = ["en", "pt-BR"] as const;
export type Lang = (typeof languages)[number];
export const themes = ["light", "dark"] as const;

/** How the pages are looked at. */
export interface Look {
  lang?: Lang;
  theme?: (typeof themes)[number];
  /** In CSS pixels; 360 is the narrowest phone that Accord promises to work on. */
  width?: number;
  zone?: string;
}

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts Debian's Chromium. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: needed("ACCORD_TEST_CHROMIUM"),
    headless: true,
    chromiumSandbox: false,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Fills one field as a person would: chooses by the words of an option, several of them parted by commas, and finds
 * what a field seeks by typing and taking the first that is offered.
 */
async function fill(form: Locator, name: string, value: string): Promise<void> {
  const field = form.locator(`[name="${name}"]`).first();
  const kind = await field.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.localName));
  const folded = form.locator("details:not([open])").filter({ has: form.page().locator(`[name="${name}"]`) });
  if ((await folded.count()) > 0) await folded.first().locator("summary").first().click();
  if (kind === "select") await field.selectOption(value === "" ? [] : value.split(", "));
  else if (kind === "checkbox") await field.setChecked(value === "true");
  else if (kind === "hidden") {
    const box = form.locator(`[name="${name}_text"]`);
    await box.fill("");
    await box.pressSequentially(value);
    const list = form.page().locator(`#${(await box.getAttribute("aria-controls")) ?? ""}`);
    await list.locator("[role=option]").first().click();
  } else await field.fill(value);
}

/** A browser context with one page, and what went wrong in it. */
export class Visit {
  private readonly problems: string[] = [];
  /** What pages said when they refused something; told when a test fails. */
  private readonly refusals: string[] = [];
  private readonly awaited: { pattern: RegExp; met: boolean }[] = [];

  private constructor(
    readonly address: string,
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly label: string,
    private readonly lang: string,
  ) {}

  /** Opens an empty page; nothing is fetched before `go`. */
  static async open(browser: Browser, address: string, look: Look = {}, label = ""): Promise<Visit> {
    const { lang = "en", theme = "light", width = 1320, zone = "Europe/Rome" } = look;
    const context = await browser.newContext({
      baseURL: address,
      locale: lang,
      colorScheme: theme,
      timezoneId: zone,
      viewport: { width, height: width < 600 ? 780 : 900 },
      hasTouch: width < 600,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(15_000);
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
    const visit = new Visit(address, context, await context.newPage(), `${label} ${lang} ${theme} ${width}`.trim(), lang);
    visit.watch();
    return visit;
  }

  private watch(): void {
    this.context.on("console", (message) => {
      if (message.type() === "error") this.note(`console: ${message.text()} (${message.location().url})`);
    });
    this.context.on("weberror", (error) => this.note(`script: ${error.error().message}`));
    this.context.on("request", (request) => {
      const address = request.url();
      const own = address.startsWith(`${this.address}/`) || /^(data|blob|about):/.test(address);
      if (!own) this.note(`asks somebody else: ${address}`);
    });
    this.context.on("response", (response) => {
      if (response.status() >= 500) this.note(`${response.status()} from ${response.url()}`);
    });
  }

  private note(problem: string): void {
    const awaited = this.awaited.find(({ pattern }) => pattern.test(problem));
    if (awaited) awaited.met = true;
    else this.problems.push(problem);
  }

  /** From now on a problem of this kind is no failure; that none comes is one. */
  expectProblem(pattern: RegExp): void {
    this.awaited.push({ pattern, met: false });
  }

  /** From now on a problem of this kind is no failure, and none coming is no failure either: the browser's own affair. */
  mayReport(pattern: RegExp): void {
    this.awaited.push({ pattern, met: true });
  }

  /** Opens a path; fails unless the answer has the status. */
  async go(path: string, status = 200): Promise<void> {
    const response = await this.page.goto(path);
    assert.equal(response?.status(), status, `status of ${path} (${this.label})`);
  }

  /**
   * Signs in by the form, as a person does. Knows the page by what browsers' password
   * keepers know it by: the `autocomplete` of its fields. Whoever is not known yet is led
   * there from any path.
   */
  async login(role: string, path = "/"): Promise<void> {
    const person = personOf(role);
    await this.go(path);
    const form = this.page.locator("form:has(input[autocomplete=current-password])");
    await form.locator("input[autocomplete=username]").fill(person.login);
    await form.locator("input[autocomplete=current-password]").fill(person.password);
    await form.locator("button[type=submit], button:not([type])").first().click();
    await form.waitFor({ state: "detached" });
  }

  /** Enters the demo as one of its people, by the button on the sign-in page: a colleague by name, others by address. */
  async enter(person: string, path = "/"): Promise<void> {
    await this.go("/login");
    const email = person.includes("@") ? person : `${person}@halden.example`;
    const form = this.page.locator(`form[action="/demo/enter"]:has(input[value="${email}"])`);
    await form.locator("button").click();
    await this.page.locator("main").waitFor();
    await this.speak();
    if (path !== "/") await this.go(path);
  }

  /** What a person has chosen for themselves goes before what the browser asks for; chosen here is this look's language. */
  private async speak(): Promise<void> {
    const spoken = await this.page.evaluate(async (language) => {
      if (document.documentElement.lang === language) return language;
      await fetch("/preferences", { method: "POST", body: new URLSearchParams({ language, back: "/" }) });
      const page = await (await fetch("/", { headers: { accept: "text/html" } })).text();
      return new DOMParser().parseFromString(page, "text/html").documentElement.lang;
    }, this.lang);
    assert.equal(spoken, this.lang, `the page does not speak ${this.lang}`);
  }

  /**
   * Fills the form of an action on this page and sends it, opening its dialog by its button or its page by its link
   * first. `within` chooses among several forms of one action by what they fix.
   */
  async act(action: string, values: Record<string, string> = {}, within = ""): Promise<void> {
    const form = await this.open(action, within);
    for (const [name, value] of Object.entries(values)) await fill(form, name, value);
    // Asked for before the click: the page that is left has long been loaded.
    const answered = this.page.waitForEvent("load");
    await form.locator("button:not([name]):not([type=button])").last().click();
    await answered;
    const alerts = await this.page.locator("main [role=alert], .content > .notice[role=alert]").allInnerTexts();
    if (alerts.length > 0) this.refusals.push(`${action}: ${alerts.join(" / ")}`);
  }

  /** How many forms of an action the page has, open or to be opened. */
  async offers(action: string): Promise<number> {
    return await this.page.locator(`main form[action="/do/${action}"], main a[data-dialog="/do/${action}"]`).count();
  }

  /** The form of an action: on the page already, in the dialog that its button opens, or on the page that its link opens. */
  async open(action: string, within = ""): Promise<Locator> {
    const forms = this.page.locator(`:is(main, dialog) form[action="/do/${action}"]`);
    const form = within ? forms.filter({ has: this.page.locator(`input[name=_fixed][value*='${within}']`) }).first() : forms.first();
    if ((await form.count()) > 0) return form;
    const openers = this.page.locator(`main a[data-dialog="/do/${action}"]`);
    const slug = within.replaceAll(/[^A-Za-z0-9_]/g, "-");
    const opener = (within ? openers.and(this.page.locator(`[href*="${slug}"]`)) : openers).first();
    if ((await opener.count()) > 0) await opener.click();
    else {
      const links = this.page.locator(`main a[href^="/do/${action}?"]`);
      const link = (within ? links.and(this.page.locator(`[href*="${encodeURIComponent(within)}"]`)) : links).first();
      await this.go((await link.getAttribute("href")) ?? "");
    }
    await form.waitFor({ state: "attached" });
    return form;
  }

  /** Moves the demo's clock to an instant, by what the bar on every page sends; whatever falls due on the way happens. */
  async moveClock(to: string): Promise<void> {
    await this.page.evaluate(async (instant) => {
      const answer = await fetch("/demo/clock", { method: "POST", body: new URLSearchParams({ to: instant }) });
      if (!answer.ok) throw new Error(`the clock answered ${answer.status}`);
    }, to);
  }

  /** Fails on any accessibility fault that axe-core finds in the page as it stands. */
  async axe(options: RunOptions = {}): Promise<void> {
    await this.page.evaluate(await axeSource);
    const results: AxeResults = await this.page.evaluate(
      async (given) => await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run(document, given),
      { ...options, resultTypes: ["violations"] } satisfies RunOptions,
    );
    assert.ok(results.passes.length > 0, `axe-core looked at nothing on ${this.page.url()}`);
    const faults = results.violations.map((fault) => {
      const places = fault.nodes.map((node) => `    ${node.target.join(" ")}: ${node.failureSummary ?? ""}`);
      return `  ${fault.id} (${fault.impact ?? "no impact given"}): ${fault.help}\n${places.join("\n")}`;
    });
    assert.equal(faults.length, 0, `accessibility of ${this.page.url()} (${this.label}):\n${faults.join("\n")}`);
  }

  /** Fails when the page is wider than the window. */
  async noSidewaysScroll(): Promise<void> {
    const wide = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      const beyond = [...document.querySelectorAll("body *")].filter(
        (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
      );
      const named = beyond.slice(0, 5).map((element) => `${element.localName}.${element.className}`);
      return [`${scrollWidth} px in ${clientWidth} px`, ...named];
    });
    assert.deepEqual(wide, [], `${this.page.url()} scrolls sideways (${this.label})`);
  }

  /** Keeps a picture of the whole page in the ignored folder for screenshots. */
  async screenshot(name: string): Promise<void> {
    const folder = needed("ACCORD_SCREENSHOTS");
    await mkdir(folder, { recursive: true });
    const file = `${name} ${this.label}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    await this.page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
  }

  /** Closes the page; fails when anything went wrong on it. */
  async close(): Promise<void> {
    for (let left = 60; left > 0 && this.awaited.some(({ met }) => !met); left -= 1) {
      // The browser says what went wrong some moments after the page is there.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.context.close();
    const unmet = this.awaited.filter(({ met }) => !met).map(({ pattern }) => `expected, but did not come: ${pattern}`);
    assert.deepEqual([...this.problems, ...unmet], [], `on the pages of this visit (${this.label}); refused: ${this.refusals.join("; ") || "nothing"}`);
  }
}
