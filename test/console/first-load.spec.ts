import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILT, buildConsole } from './with-browser';

/** What the first load of the board may weigh, compressed. */
const LIMIT_BYTES = 300 * 1024;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

describe('the first load of the board', () => {
  beforeAll(() => buildConsole(), 60_000);

  /** The files that an entry needs before it runs. */
  async function filesOf(...entries: readonly string[]): Promise<ReadonlySet<string>> {
    const manifest = JSON.parse(await readFile(join(BUILT, '.vite/manifest.json'), 'utf8')) as Record<
      string,
      Chunk
    >;
    const files = new Set<string>();
    const take = (name: string): void => {
      const chunk = manifest[name];
      if (chunk === undefined) throw new Error(`${name} is not in the build`);
      if (files.has(chunk.file)) return;
      files.add(chunk.file);
      for (const sheet of chunk.css ?? []) files.add(sheet);
      for (const one of chunk.imports ?? []) take(one);
    };
    entries.forEach(take);
    return files;
  }

  /** The files that the document itself asks for. */
  async function filesOfDocument(): Promise<readonly string[]> {
    const text = await readFile(join(BUILT, 'index.html'), 'utf8');
    return [...text.matchAll(/"\/(assets\/[^"]+\.(?:js|css))"/g)].flatMap(([, file]) => file ?? []);
  }

  it('is light: charts, the other language and the issuer come when they are needed', async () => {
    const files = new Set([...(await filesOfDocument()), ...(await filesOf('src/board/board-page.tsx'))]);
    expect([...files].join(' ')).toMatch(/\/main-[^ ]+\.js .*\/main-[^ ]+\.css .*\/board-page-/);
    const sizes = await Promise.all(
      [...files].map(async (file) => {
        const compressed = join(BUILT, `${file}.gz`);
        return (await stat(existsSync(compressed) ? compressed : join(BUILT, file))).size;
      }),
    );
    const sum = sizes.reduce((total, size) => total + size, 0);
    expect(sum).toBeGreaterThan(50 * 1024);
    expect(sum).toBeLessThan(LIMIT_BYTES);
    for (const late of ['src/figures/draw.ts', 'src/i18n/zh-cn.ts', 'src/sign-in/oidc.ts']) {
      for (const file of await filesOf(late)) {
        if (!/^assets\/(draw|zh-cn|oidc)/.test(file)) continue;
        expect([...files]).not.toContain(file);
      }
    }
  });
});
