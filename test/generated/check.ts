import { readFile } from 'node:fs/promises';
import { generatedDocuments } from './documents';

void (async () => {
  for (const [path, text] of await generatedDocuments()) {
    const stored = await readFile(path, 'utf8').catch(() => '');
    if (stored === text) continue;
    process.stderr.write(`${path} is not what the code says; run: npm run generate\n`);
    process.exitCode = 1;
  }
})();
