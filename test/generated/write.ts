import { rm, writeFile } from 'node:fs/promises';
import { generated, refuse } from './documents';

void (async () => {
  const { documents, leftOver, gap } = await generated();
  for (const [path, text] of documents) {
    await writeFile(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
  for (const path of leftOver) {
    await rm(path);
    process.stdout.write(`removed ${path}\n`);
  }
  if (gap !== undefined)
    process.stderr.write(`SKIPPED: events were not held against all released ones: ${gap}\n`);
})().catch(refuse);
