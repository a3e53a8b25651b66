// A program outside hears of what happens, and knows by the reference clients that it is us.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { needed } from "./harness/processes.js";
import { found, signFounderIn } from "./harness/set-up.js";
import { inEachLanguage } from "./harness/suite.js";
import { type Visit, themes } from "./harness/visit.js";

interface Message {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver on this machine that can be made to refuse. */
async function receiver(): Promise<{ address: string; got: Message[]; status: number; close: () => void }> {
  const got: Message[] = [];
  const one = { address: "", got, status: 204, close: () => void server.close() };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response.writeHead(one.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  one.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  return one;
}

async function until(what: string, holds: () => boolean, seconds = 40): Promise<void> {
  for (let left = seconds * 10; left > 0 && !holds(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(holds(), what);
}

const heads = (message: Message): Record<string, string> =>
  Object.fromEntries(["id", "timestamp", "signature"].map((name) => [`webhook-${name}`, String(message.headers[`webhook-${name}`])]));

/** Whether the reference client in Python takes a message. */
function pythonTakes(secret: string, message: Message): boolean {
  const program = [
    "import json, sys",
    "from standardwebhooks import Webhook, WebhookVerificationError",
    "given = json.load(sys.stdin)",
    "try:",
    "    Webhook(given['secret']).verify(given['body'], given['heads'])",
    "except WebhookVerificationError:",
    "    sys.exit(3)",
  ].join("\n");
  const input = JSON.stringify({ secret, body: message.body, heads: heads(message) });
  const env = { ...process.env, PYTHONPATH: needed("ACCORD_TEST_PYTHONPATH") };
  const ran = spawnSync("python3", ["-c", program], { input, env, encoding: "utf8" });
  assert.ok(ran.status === 0 || ran.status === 3, `python: ${ran.stderr}`);
  return ran.status === 0;
}

function javascriptTakes(secret: string, message: Message): boolean {
  try {
    new Webhook(secret).verify(message.body, heads(message));
    return true;
  } catch {
    return false;
  }
}

const bothTake = (secret: string, message: Message): [boolean, boolean] => [
  javascriptTakes(secret, message),
  pythonTakes(secret, message),
];

/** The secret that a page shows once. */
async function secretOf(aoife: Visit): Promise<string> {
  const secret = (await aoife.page.locator("main code").first().innerText()).trim();
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  return secret;
}

inEachLanguage(
  "a program outside hears of it and knows us by both reference clients",
  async ({ house, visit, lang }) => {
    const outside = await receiver();
    try {
      const aoife = await visit({ lang });
      await found(aoife, house, lang);
      await aoife.go("/webhooks");
      await aoife.axe();
      await aoife.screenshot("webhooks none");
      await aoife.go("/webhooks/new");
      await aoife.axe();
      aoife.expectProblem(/console: .*422/);
      const fill = async (address: string): Promise<void> => {
        const form = aoife.page.locator("form[action='/do/webhook.create']");
        await form.locator("[name=name]").fill("Ledger");
        await form.locator("[name=address]").fill(address);
        const kind = form.locator("[name=kinds][value='customer.enter']");
        // What is looked for within each heading begins there.
        const within = { has: aoife.page.locator("[name=kinds][value='customer.enter']") };
        if (!(await kind.isVisible())) await form.locator("details", within).locator("summary").click();
        await kind.check();
        await form.locator("footer button").click();
        await aoife.page.waitForLoadState("load");
      };
      await fill("https://10.20.30.40/in");
      await aoife.page.locator("[role=alert]").waitFor();
      assert.ok(await aoife.page.locator("[name=kinds][value='customer.enter']").isChecked(), "nothing typed is lost");
      await aoife.axe();
      await aoife.screenshot("webhook refused");
      await fill(outside.address);
      const secret = await secretOf(aoife);
      await aoife.axe();
      await until("the trial arrives", () => outside.got.length === 1);

      await aoife.go("/set-up?step=ready");
      await aoife.act("customer.enter", { name: "Kilkenny Weavers" });
      await until("the event arrives", () => outside.got.length === 2);
      const [trial, event] = outside.got as [Message, Message];
      assert.equal(JSON.parse(trial.body).type, "webhook.test");
      assert.equal(JSON.parse(event.body).type, "customer.enter");
      assert.ok(!event.body.includes("Kilkenny"), "no name leaves");
      for (const message of outside.got) {
        assert.deepEqual(bothTake(secret, message), [true, true]);
        assert.deepEqual(bothTake(secret, { ...message, body: `${message.body} ` }), [false, false]);
        const old = { ...message.headers, "webhook-timestamp": String(Number(message.headers["webhook-timestamp"]) - 400) };
        assert.deepEqual(bothTake(secret, { ...message, headers: old }), [false, false]);
      }

      // A new secret: both take the next message with either of them.
      await aoife.go("/webhooks");
      await aoife.page.locator("main table a").first().click();
      await aoife.page.waitForURL(/\/webhooks\/[0-9a-f-]{36}/);
      const page = new URL(aoife.page.url()).pathname;
      await aoife.act("webhook.rotate", { keep_hours: "24" });
      const next = await secretOf(aoife);
      await aoife.go(page);
      outside.status = 500;
      await aoife.act("webhook.test");
      await until("the trial is refused", () => outside.got.length === 3);
      outside.status = 204;
      await until("it is tried again", () => outside.got.length === 4, 60);
      const [refused, again] = outside.got.slice(2) as [Message, Message];
      assert.equal(refused.headers["webhook-id"], again.headers["webhook-id"]);
      for (const message of [refused, again]) {
        assert.deepEqual(bothTake(secret, message), [true, true]);
        assert.deepEqual(bothTake(next, message), [true, true]);
      }

      for (const theme of themes) {
        for (const width of [1320, 360]) {
          const guest = await visit({ lang, theme, width });
          await signFounderIn(guest);
          for (const [path, name] of [
            ["/webhooks", "webhooks"],
            ["/webhooks/new", "webhook new"],
            [page, "webhook one"],
          ] as const) {
            await guest.go(path);
            await guest.axe();
            await guest.noSidewaysScroll();
            await guest.screenshot(name);
          }
          await guest.page.locator("main table a").first().click();
          await guest.page.waitForURL(/\/webhooks\/deliveries\//);
          await guest.axe();
          await guest.noSidewaysScroll();
          await guest.screenshot("webhook delivery");
        }
      }
      await aoife.go(page);
      await aoife.act("webhook.switch");
      await aoife.screenshot("webhook off");
      await aoife.axe();
      assert.ok(!house.output.includes("whsec_"), "no secret in the log");
    } finally {
      outside.close();
    }
  },
  { own: true, begin: "empty", seconds: 400 },
);
