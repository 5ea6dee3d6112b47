// Checks manifests against a schema: node manifests.mjs SCHEMA MANIFEST…; a JSON array of complaints for each, a line each.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const read = (path) => JSON.parse(readFileSync(path, 'utf-8'));
const [schema, ...manifests] = process.argv.slice(2);
const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(read(schema));
for (const path of manifests) {
  const found = check(read(path)) ? [] : check.errors;
  console.log(JSON.stringify(found.map((one) => [one.instancePath, `${one.message} ${JSON.stringify(one.params)}`])));
}
