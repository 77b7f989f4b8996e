import { writeFile } from 'node:fs/promises';
import { generatedDocuments } from './documents';

void (async () => {
  for (const [path, text] of await generatedDocuments()) {
    await writeFile(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
})();
