/** Emits `sw.js`: our worker with the exact list of files of this build in front. All of them are cached, or none. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

function hash(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

export function serviceWorker(source: string, base: string, publicFolder = 'public'): Plugin {
  return {
    name: 'service-worker', apply: 'build', enforce: 'post',
    generateBundle(_options, bundle) {
      const built = Object.values(bundle).filter((file) => !file.fileName.endsWith('.map'))
        .map((file) => [base + file.fileName, hash(file.type === 'chunk' ? file.code : file.source)]);
      const copied = filesIn(publicFolder).map((path) => [base + relative(publicFolder, path).split(sep).join('/'), hash(readFileSync(path))]);
      const files = [...built, ...copied].sort(([a], [b]) => (a! < b! ? -1 : 1));
      const list = JSON.stringify(files);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: `const FILES=${list},VERSION=${JSON.stringify(hash(list))};\n${readFileSync(source, 'utf8')}` });
    },
  };
}
