// Bundles the front end into dist/ and writes dist/assets.rs, the table that the Rust side includes.
// Run by ../build.rs inside the build's own folder, never in the source tree.
// Names carry a hash of their content, so a browser may keep them for ever.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join, resolve } from "node:path";

const DIST = resolve("dist");
const TYPES = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  woff2: "font/woff2",
};
const PRECOMPRESSED = new Set(["css", "js", "svg", "txt"]);

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });

await build({
  entryPoints: {
    accord: "src/main.ts", style: "css/accord.css", favicon: "css/favicon.svg",
    fieldapp: "src/field/main.ts", fieldworker: "src/field/worker.ts", fieldstyle: "css/field.css",
  },
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox121", "safari17.5"],
  outdir: DIST,
  publicPath: "/static",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy" },
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});

// What the packages in the bundle ask to be handed on with them.
const notices = ["@fontsource-variable/inter", "htmx.org"]
  .map((name) => `${name}\n\n${readFileSync(join("node_modules", name, "LICENSE"), "utf8").trim()}\n`)
  .join(`\n${"-".repeat(80)}\n\n`);
writeFileSync(join(DIST, `notices-${createHash("sha256").update(notices).digest("hex").slice(0, 8).toUpperCase()}.txt`), notices);

const rows = readdirSync(DIST)
  .sort()
  .map((name) => {
    const path = join(DIST, name);
    const bytes = readFileSync(path);
    const extension = name.slice(name.lastIndexOf(".") + 1);
    const type = TYPES[extension];
    if (!type) throw new Error(`no content type known for ${name}: add it to TYPES in bundle.mjs`);
    let gzip = "None";
    if (PRECOMPRESSED.has(extension)) {
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      gzip = `Some(include_bytes!(${JSON.stringify(`${path}.gz`)}))`;
    }
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    return (
      `    Asset { path: ${JSON.stringify(`/static/${name}`)}, etag: ${JSON.stringify(`"${hash}"`)}, ` +
      `content_type: ${JSON.stringify(type)}, bytes: include_bytes!(${JSON.stringify(path)}), gzip: ${gzip} },\n`
    );
  });

writeFileSync(
  join(DIST, "assets.rs"),
  `/// Everything the bundle made, sorted by path.\npub static ALL: &[Asset] = &[\n${rows.join("")}];\n`,
);
