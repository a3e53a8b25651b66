// Signing in by a provider that others wrote (oidc-provider, as its certification runs it), from the button to the page.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
// It brings no types of its own.
// @ts-expect-error
import Provider from "oidc-provider";
import { House, databases } from "./harness/house.js";
import { visiting } from "./harness/suite.js";
import type { Visit } from "./harness/visit.js";

const secret = "a secret of both, long enough";
let groups: string[] = [];

/** A provider at which everybody is whoever they say. */
async function provider(callback: string): Promise<{ issuer: string; server: Server }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = new Provider(issuer, {
    clients: [{ client_id: "accord", client_secret: secret, redirect_uris: [callback] }],
    cookies: { keys: ["only for this test"] },
    scopes: ["openid", "profile", "email", "groups"],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, name: "Caio Lopes", email: `${sub}@looms.example`, email_verified: true, groups }),
    }),
  });
  server.on("request", made.callback());
  return { issuer, server };
}

/** The provider's own pages are not ours to judge: they are another's, load a typeface and have no icon. */
function goesElsewhere(visit: Visit, issuer: string): void {
  visit.expectProblem(new RegExp(`asks somebody else: (${issuer}|https://fonts\\.googleapis\\.com)/`));
  visit.expectProblem(new RegExp(`console: .*(${issuer}|https://fonts\\.googleapis\\.com)/`));
}

/** From our page to the provider's and back. */
async function signIn(visit: Visit, login: string): Promise<void> {
  await visit.go("/login");
  await visit.page.locator("a[href^='/login/sso']").click();
  await visit.page.locator("input[name=login]").waitFor();
  await visit.page.fill("input[name=login]", login);
  await visit.page.fill("input[name=password]", "anything");
  await visit.page.locator("button[type=submit]").click();
  // It asks once whether we may know.
  await visit.page.locator("form[action*=interaction] button[type=submit]").click();
  await visit.page.waitForURL((address) => address.pathname === "/");
}

for (const database of databases) {
  test(`somebody signs in by the company's provider, with the roles of their groups [${database}]`, { timeout: 180_000 }, async () => {
    let server: Server | undefined;
    let issuer = "";
    const house = await House.open(database, "empty", undefined, async (address) => {
      const opened = await provider(`${address}/login/sso/back`);
      ({ server, issuer } = opened);
      const file = join(await mkdtemp(join(tmpdir(), "accord-sso-")), "sso.toml");
      const lines = [`issuer = "${opened.issuer}"`, `client_id = "accord"`, `name = "Looms"`, `scopes = ["profile", "email", "groups"]`];
      await writeFile(file, [...lines, "create = true", "passwords = false", "[roles]", `weavers = "sales_rep"`, ""].join("\n"));
      return ["--public-url", address, "--sso", file, "--sso-secret", secret];
    });
    try {
      await visiting(house.address, `sso ${database}`, async (visit) => {
        const aoife = await visit();
        await aoife.go(house.setUp);
        const form = aoife.page.locator("form").first();
        const typed: Record<string, string> = {
          admin_name: "Aoife Byrne",
          email: "aoife@looms.example",
          password: "a loom has many threads",
          company: "Byrne Looms",
        };
        for (const [name, value] of Object.entries(typed)) await form.locator(`[name=${name}]`).fill(value);
        await form.locator("[name=zone]").selectOption("Europe/Dublin");
        await form.locator("[name=currency]").selectOption("EUR");
        await form.locator("[name=language]").selectOption("en");
        // The set-up signs its administrator in: the provider knows nobody yet.
        await form.locator("footer button").click();
        await aoife.page.waitForURL("**/set-up");

        const guest = await visit();
        await guest.go("/login");
        await guest.axe();
        await guest.noSidewaysScroll();
        await guest.screenshot("sign-in by provider");
        groups = ["weavers"];
        const caio = await visit();
        goesElsewhere(caio, issuer);
        await signIn(caio, "caio");
        await caio.go("/me");
        const page = await caio.page.locator("main").innerText();
        assert.match(page, /Caio Lopes/);
        assert.match(page, /Sales/);
        await caio.screenshot("signed in by provider");
        // The same account says that it is the administrator: an address binds nothing.
        const thief = await visit();
        goesElsewhere(thief, issuer);
        thief.expectProblem(/console: .*401/);
        await thief.go("/login");
        await thief.page.locator("a[href^='/login/sso']").click();
        await thief.page.fill("input[name=login]", "aoife");
        await thief.page.fill("input[name=password]", "anything");
        await thief.page.locator("button[type=submit]").click();
        await thief.page.locator("form[action*=interaction] button[type=submit]").click();
        await thief.page.locator("[data-page=login]").waitFor();
        await thief.axe();
        await thief.screenshot("sign-in by provider refused");
      });
    } finally {
      await house.close();
      server?.close();
    }
  });
}
