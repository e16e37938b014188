/** The few words of React that the fixture speaks. */
declare module 'react' {
  export type ReactNode = object | string | null;
  export interface ChangeEvent<T> {
    readonly target: T;
  }
  export function useState<T>(initial: T): [T, (next: T) => void];
  export function createElement(type: unknown, props?: object | null, ...children: ReactNode[]): ReactNode;
}
declare module 'react-dom/client' {
  export function createRoot(container: Element): { render(node: object | string | null): void };
}
