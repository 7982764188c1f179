/** Tests run in Node, whose types are no dependency of ours: what they import from it is untyped. */
declare module 'node:*';

interface ImportMeta { readonly dirname: string }
