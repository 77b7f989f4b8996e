import { createReadStream, createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const OUT = resolve(import.meta.dirname, '../../dist/console');

/** Puts a compressed copy beside each text file, once, so that no request has to wait for one. */
function compressed(): Plugin {
  return {
    name: 'compressed-copies',
    apply: 'build',
    async closeBundle() {
      const folder = join(OUT, 'assets');
      const files = (await readdir(folder)).filter((file) => /\.(js|css|svg)$/.test(file));
      await Promise.all(
        files.flatMap((file) => {
          const path = join(folder, file);
          const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
          return [
            pipeline(createReadStream(path), createGzip({ level: 9 }), createWriteStream(`${path}.gz`)),
            pipeline(createReadStream(path), brotli, createWriteStream(`${path}.br`)),
          ];
        }),
      );
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // The server puts one of its own into each document that it sends.
  html: { cspNonce: 'REDRESS_NONCE' },
  // Redress runs beside it: npm start.
  server: { proxy: { '^/(v1|console|problems|health)': 'http://127.0.0.1:3000' } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Those that know light-dark() themselves: what stands in for it follows the system only, never the choice of light or dark on the page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    reportCompressedSize: false,
    // What draws figures is large, and loaded with them only; test/console watches the first load.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // Where an issuer sends people back to is a page of its own: in a hidden frame the console is not to be started.
      input: ['index.html', 'signed-in.html'].map((page) => resolve(import.meta.dirname, page)),
      // Of use to servers that render React; here it is noise.
      checks: { moduleLevelDirective: false },
    },
  },
  plugins: [compressed()],
});
