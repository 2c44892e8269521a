import { Component, h, type ComponentType, type VNode } from "preact";

/** A component that renders again only when one of its properties is another. */
export function memo<Props extends object>(View: (props: Props) => VNode | null): ComponentType<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const keys = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof Props>;
      const current = this.props as Props;
      return [...keys].some((key) => current[key] !== next[key]);
    }

    override render() {
      return h(View, this.props as Props);
    }
  };
}
