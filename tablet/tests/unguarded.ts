/** Takes one guard away from a source as a test loads it, when a calibration asks (tests/faults/unguarded.py); the file on disk stays as it is. */
declare const process: { env: Record<string, string | undefined> };

export function unguarded() {
  const asked = JSON.parse(process.env.FAULTS_REMOVED_GUARD ?? '[]') as string[];
  const [file, guard, instead] = asked;
  return {
    name: 'unguarded', enforce: 'pre' as const,
    transform(source: string, id: string): string | undefined {
      if (asked.length !== 3 || !id.endsWith(file!)) return undefined;
      if (!source.includes(guard!)) throw new Error(`no such guard any more: ${guard}`);
      return source.replaceAll(guard!, instead!);
    },
  };
}
