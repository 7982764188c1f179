import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Golden vectors are shared with the server and stand outside this folder.
  server: { fs: { allow: ['..'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'], environment: 'node', testTimeout: 20_000 },
});
