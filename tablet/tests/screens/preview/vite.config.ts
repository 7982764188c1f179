/** The screens by themselves: a page with an in-memory tablet and the real protocol. Development only, never built. `npx vite -c tests/screens/preview/vite.config.ts` */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../../..');
const PRINT = "from protocols.bundle import load_bundle; import sys; b = load_bundle('trabajo_infantil/2024_1'); sys.stdout.write(b.json if isinstance(b.json, str) else b.json.decode())";

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: resolve(ROOT, 'tablet/public'),
  server: { port: 5199, strictPort: true, fs: { allow: [resolve(ROOT, 'tablet')] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [{
    name: 'bundle',
    configureServer(server) {
      server.middlewares.use('/bundle.json', (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(execFileSync(resolve(ROOT, '.venv/bin/python'), ['-c', PRINT], { cwd: ROOT, maxBuffer: 2 ** 26 }));
      });
    },
  }],
});
