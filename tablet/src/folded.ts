/** Without accents and in small letters: how names are compared and lists are searched. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
