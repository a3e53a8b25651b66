// The harness itself, on a tiny server with good and bad pages: what it promises to find, it finds.
import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { House, databases } from "./harness/house.js";
import { introduce } from "./harness/people.js";
import { Running, freePort, needed, removeFolder, run, temporaryFolder } from "./harness/processes.js";
import { visiting } from "./harness/suite.js";

const shell = (body: string) =>
  `<!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
  <style nonce="n">:root { color-scheme: light dark }</style></head><body><main><h1>A page</h1>${body}</main></body></html>`;

const signIn = `<form method="get" action="/inside">
  <label>Name <input name="who" autocomplete="username"></label>
  <label>Password <input name="secret" type="password" autocomplete="current-password"></label>
  <button>Sign in</button></form>`;

const pages: Record<string, string> = {
  "/good": shell("<p>All is well.</p>"),
  "/": shell(signIn),
  "/inside": shell("<p>Welcome.</p>"),
  "/no-words-for-image": shell('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">'),
  "/wide": shell('<svg width="900" height="10" aria-hidden="true"></svg>'),
  "/complains": shell('<script nonce="n">console.error("something broke")</script>'),
  "/throws": shell('<script nonce="n">throw new Error("thrown")</script>'),
  "/inline": shell("<script>document.title = 'x'</script>"),
  "/elsewhere": shell('<script nonce="n">fetch("http://127.0.0.1:9/x").catch(() => 0)</script>'),
  "/asks": shell('<script nonce="n">fetch("/broken")</script>'),
};

let server: Server;
let address: string;

before(async () => {
  introduce("tester", { login: "ann", password: "p" });
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", address).pathname;
    if (path === "/broken") return void response.writeHead(503).end();
    if (path === "/favicon.ico") return void response.writeHead(204).end();
    response.writeHead(pages[path] ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'self'; script-src 'nonce-n'; style-src 'nonce-n'; img-src data:; connect-src *",
    });
    response.end(pages[path] ?? shell("<p>Not here.</p>"));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
});

after(() => server.close());

test("a good page passes in every look", async () => {
  await visiting(address, "harness", async (visit) => {
    for (const theme of ["light", "dark"] as const) {
      const guest = await visit({ lang: "pt-BR", theme, width: 360 });
      await guest.go("/good");
      await guest.axe();
      await guest.noSidewaysScroll();
      await guest.screenshot("harness");
      const seen = await guest.page.evaluate(() => ({
        lang: navigator.language,
        dark: matchMedia("(prefers-color-scheme: dark)").matches,
        width: innerWidth,
      }));
      assert.deepEqual(seen, { lang: "pt-BR", dark: theme === "dark", width: 360 });
    }
  });
});

test("somebody signs in by the form", async () => {
  await visiting(address, "harness", async (visit) => {
    const guest = await visit();
    await guest.login("tester");
    assert.equal(new URL(guest.page.url()).search, "?who=ann&secret=p");
    await assert.rejects(guest.login("nobody in particular"), /nobody is known as/);
  });
});

test("an accessibility fault is found", async () => {
  await visiting(address, "harness", async (visit) => {
    const guest = await visit();
    await guest.go("/no-words-for-image");
    await assert.rejects(guest.axe(), /image-alt/);
  });
});

test("a page wider than the phone is found", async () => {
  await visiting(address, "harness", async (visit) => {
    const guest = await visit({ width: 360 });
    await guest.go("/wide");
    await assert.rejects(guest.noSidewaysScroll(), /scrolls sideways[\s\S]*svg/);
  });
});

test("an unexpected status is found", async () => {
  await visiting(address, "harness", async (visit) => {
    const guest = await visit();
    guest.expectProblem(/console: .*404/);
    await assert.rejects(guest.go("/nowhere"), /status of \/nowhere/);
    await guest.go("/nowhere", 404);
  });
});

for (const [path, fault] of [
  ["/complains", /console: something broke/],
  ["/throws", /script: thrown/],
  ["/inline", /content security policy: script-src/],
  ["/elsewhere", /asks somebody else: http:\/\/127.0.0.1:9\/x/],
  ["/asks", /503 from/],
] as const) {
  test(`what goes wrong on ${path} is found`, async () => {
    const visited = visiting(address, "harness", async (visit) => {
      const guest = await visit();
      await guest.go(path);
      await guest.page.waitForLoadState("networkidle");
    });
    await assert.rejects(visited, fault);
  });
}

test("an expected problem that does not come is found", async () => {
  const visited = visiting(address, "harness", async (visit) => {
    const guest = await visit();
    guest.expectProblem(/never/);
    await guest.go("/good");
  });
  await assert.rejects(visited, /did not come: \/never\//);
});

test("a programme that ends before it answers is reported with its last words", async () => {
  const programme = Running.start("a short one", "sh", ["-c", "echo no such table >&2; exit 3"]);
  await assert.rejects(programme.answers("http://127.0.0.1:9/", 30), /ended with 3:\nno such table/);
});

// Takes the demo's command line, asks the database for its name, and tells it at /healthz.
const standIn = `#!/usr/bin/env node
const { execFileSync } = require("node:child_process");
const given = process.argv.slice(2);
const value = (name) => (given.includes(name) ? given[given.indexOf(name) + 1] : undefined);
const [demo, listen, data, database] = [given[0], value("--listen"), value("--data"), value("--database")];
if (demo !== "demo" || !data.endsWith("/data")) process.exit(9);
const ask = ["--no-psqlrc", "-At", "-c", "select current_database()", database];
const name = database ? execFileSync(process.env.ACCORD_TEST_POSTGRES_BIN + "/psql", ask) : "a file";
const [host, port] = listen.split(":");
require("node:http").createServer((request, response) => response.end(name)).listen(Number(port), host);
`;

for (const database of databases) {
  test(`a demo is started with data of its own and leaves nothing behind (${database})`, async () => {
    const folder = await temporaryFolder();
    const binary = join(folder, "accord");
    await writeFile(binary, standIn);
    await chmod(binary, 0o755);
    const house = await House.open(database, "meeting", binary);
    const answer = (await (await fetch(`${house.address}/healthz`)).text()).trim();
    assert.match(answer, database === "sqlite" ? /^a file$/ : /^browser_\d+_\d+$/);
    await house.close();
    await assert.rejects(fetch(house.address));
    const list = ["-At", "-c", "select datname from pg_database", needed("ACCORD_TEST_POSTGRES")];
    const names = await run(join(needed("ACCORD_TEST_POSTGRES_BIN"), "psql"), ["--no-psqlrc", ...list]);
    assert.ok(!names.split("\n").includes(answer));
    await removeFolder(folder);
  });
}
