import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { POLICY_SCHEMAS_FOLDER, policySchemas } from './policy-schemas';

const ROOT = resolve(__dirname, '../..');
const POLICIES = join(ROOT, 'policies');
/** Scenarios are played by tests, and published by nobody. */
const SHIPPED = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.ya?ml$/.test(file) && basename(file) !== 'scenario.yaml',
);

describe('the schemas of the documents that people write', () => {
  it('are those that the readers go by', () => {
    for (const [path, text] of policySchemas(ROOT)) {
      expect([path, readFileSync(join(ROOT, path), 'utf8')]).toEqual([path, text]);
    }
    expect(readdirSync(join(ROOT, POLICY_SCHEMAS_FOLDER)).length).toBe(policySchemas(ROOT).size);
  });

  it.each(SHIPPED)('are named by the first line of %s, which is as they say', (file) => {
    const text = readFileSync(join(POLICIES, file), 'utf8');
    const named = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text)?.[1] ?? 'no schema';
    const schema = JSON.parse(readFileSync(resolve(POLICIES, dirname(file), named), 'utf8')) as object;
    const ajv = new Ajv({ allErrors: true });
    ajv.validate(schema, parse(text));
    expect(ajv.errors).toBeNull();
  });
});
