// Reads Cargo's JSON messages from standard input and prints the output folder of the
// build script of the package that is named as the first argument.
import { createInterface } from "node:readline";

const wanted = process.argv[2];
let folder;
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.startsWith("{")) continue;
  const message = JSON.parse(line);
  // A package's id ends in "/folder#0.1.0" or "#name@0.1.0"; the manifest's name is not given.
  if (message.reason !== "build-script-executed") continue;
  const id = String(message.package_id);
  if (id.includes(`#${wanted}@`) || message.out_dir.includes(`/${wanted}-`)) folder = message.out_dir;
}
if (!folder) {
  console.error(`Cargo ran no build script of ${wanted}`);
  process.exit(1);
}
console.log(folder);
