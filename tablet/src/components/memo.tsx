import { Component, type ComponentChildren } from 'preact';

/** A component drawn again only when `same` says that its words changed; what it holds itself still redraws it. */
export function memo<P extends object>(draw: (props: P) => ComponentChildren, same: (before: P, now: P) => boolean) {
  const Inner = draw;
  return class extends Component<P> {
    override shouldComponentUpdate(now: P): boolean { return !same(this.props as P, now); }
    override render(props: P) { return <Inner {...props} />; }
  };
}
