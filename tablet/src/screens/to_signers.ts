/** The visit whose next signer is waited for: after a signature the acta opens where people sign, not at its first line. */
let waiting: string | null = null;

export function returnToSigners(visitId: string): void { waiting = visitId; }

/** True once after `returnToSigners`. */
export function takeReturn(visitId: string): boolean {
  const due = waiting === visitId;
  if (due) waiting = null;
  return due;
}
