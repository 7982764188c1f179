import { configDefaults, defineConfig } from 'vitest/config';
import { unguarded } from './tests/unguarded.ts';

// They talk to a real server, which the Python tests start; without its address there is nothing to talk to.
const live = process.env.VITE_RESGUARDO_URL ? [] : ['tests/live/**'];

export default defineConfig({
  plugins: [unguarded()],
  // Golden vectors are shared with the server and stand outside this folder.
  server: { fs: { allow: ['..'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'], exclude: [...configDefaults.exclude, ...live], environment: 'node', testTimeout: 20_000 },
});
