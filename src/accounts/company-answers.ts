/** Ready-made chat messages: those of the config for everybody, and what the administrators of a company add. */
import type { Staff } from '../shared/staff.ts';
import type { Store } from '../store/index.ts';
import { demand } from './demand.ts';

export class CompanyAnswers {
  readonly #store: Pick<Store, 'setAnswers'>;
  readonly #base: readonly string[];
  readonly #own = new Map<string, readonly string[]>();

  static async open(deps: { store: Pick<Store, 'answers' | 'setAnswers'>; base: readonly string[] }): Promise<CompanyAnswers> {
    const answers = new CompanyAnswers(deps);
    for (const { company, texts } of await deps.store.answers()) answers.#own.set(company, texts);
    return answers;
  }

  private constructor(deps: { store: Pick<Store, 'setAnswers'>; base: readonly string[] }) {
    this.#store = deps.store;
    this.#base = deps.base;
  }

  of(company: string): readonly string[] {
    return [...new Set([...this.ownOf(company), ...this.#base])];
  }

  ownOf(company: string): readonly string[] {
    return this.#own.get(company) ?? [];
  }

  /** Throws FORBIDDEN. They hold from the next console that opens a session. */
  async save(by: Staff, texts: readonly string[]): Promise<void> {
    demand(by, 'policy');
    await this.#store.setAnswers(by.company, texts);
    this.#own.set(by.company, texts);
  }
}
