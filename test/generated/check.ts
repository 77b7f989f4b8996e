import { readFile } from 'node:fs/promises';
import { generated, refuse } from './documents';

const wrong = (path: string, why: string): void => {
  process.stderr.write(`${path} ${why}; run: npm run generate\n`);
  process.exitCode = 1;
};

void (async () => {
  const { documents, leftOver, gap } = await generated();
  for (const [path, text] of documents) {
    const stored = await readFile(path, 'utf8').catch(() => '');
    if (stored !== text) wrong(path, 'is not what the code says');
  }
  for (const path of leftOver) wrong(path, 'is of nothing in the code');
  if (gap !== undefined)
    process.stderr.write(`SKIPPED: events were not held against all released ones: ${gap}\n`);
})().catch(refuse);
