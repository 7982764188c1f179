/**
 * No field is ever remembered by the browser. Chromium writes what stands in fields to its session files, in clear, so that a
 * tab can be restored (tried in tests/browser/test_nothing_readable.py); it leaves out those that say `autocomplete="off"`.
 */
import { options, type VNode } from 'preact';

const FIELDS: readonly unknown[] = ['input', 'textarea', 'select'];
const before = options.vnode;

options.vnode = (vnode: VNode) => {
  if (FIELDS.includes(vnode.type)) {
    const props = vnode.props as { autocomplete?: string };
    props.autocomplete ??= 'off';
  }
  before?.(vnode);
};
