import { configDefaults, defineConfig } from 'vitest/config';
import { unguarded } from './tests/unguarded.ts';

// What is kept of the last run's sources does not know that a guard was taken away.
const fsModuleCache = !process.env.FAULTS_REMOVED_GUARD;

// They talk to a real server, which the Python tests start; without its address there is nothing to talk to.
const live = process.env.VITE_RESGUARDO_URL ? [] : ['tests/live/**'];

export default defineConfig({
  plugins: [unguarded()],
  // Golden vectors are shared with the server and stand outside this folder.
  server: { fs: { allow: ['..'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'], exclude: [...configDefaults.exclude, ...live], environment: 'node', setupFiles: ['tests/same_each_time.ts'], testTimeout: 20_000, fsModuleCache },
});
