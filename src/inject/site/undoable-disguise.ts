/** Hooks that can be taken out again: in place the page lives on after the session. */
import { Disguise, type GetterBody, type MethodBody, type SetterBody } from '../overrides/disguise.ts';

interface Hook {
  readonly owner: object;
  readonly name: string;
  readonly before: PropertyDescriptor;
  readonly ours: PropertyDescriptor;
}

export class UndoableDisguise extends Disguise {
  readonly #hooks: Hook[] = [];

  override method(owner: object | undefined, name: string, body: MethodBody): void {
    this.#note(owner, name, () => super.method(owner, name, body));
  }

  override accessor(owner: object | undefined, name: string, get?: GetterBody, set?: SetterBody): void {
    this.#note(owner, name, () => super.accessor(owner, name, get, set));
  }

  /** What the page has put over a hook meanwhile stays: taking ours from below it would break the page. */
  undo(): void {
    for (const { owner, name, before, ours } of this.#hooks.reverse()) {
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (now && now.value === ours.value && now.get === ours.get && now.set === ours.set) Object.defineProperty(owner, name, before);
    }
    this.#hooks.length = 0;
  }

  #note(owner: object | undefined, name: string, work: () => void): void {
    const before = owner && Object.getOwnPropertyDescriptor(owner, name);
    work();
    const ours = owner && Object.getOwnPropertyDescriptor(owner, name);
    if (owner && before && ours) this.#hooks.push({ owner, name, before, ours });
  }
}
