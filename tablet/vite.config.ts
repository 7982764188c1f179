import { defineConfig } from 'vite';
import { serviceWorker } from './vite-service-worker.ts';

const base = '/app/';

export default defineConfig({
  base,
  build: { outDir: '../inspection/web/static/app', emptyOutDir: true, target: 'chrome111', assetsInlineLimit: 0 },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [serviceWorker('src/service-worker.js', base)],
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8000' } } },
});
