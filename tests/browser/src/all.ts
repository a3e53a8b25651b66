// Runs every test file in one process, so that they share one demo for each database.
// Arguments are words; with any, only files whose names contain one of them are run.
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const files = (await readdir(here))
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`no test file's name contains ${words.join(" or ")}`);
  process.exit(2);
}
for (const file of files) await import(pathToFileURL(join(here, file)).href);
