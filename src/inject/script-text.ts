/**
 * Program text made at run time, rewritten before it runs. The token scanner does nearly all of it here; what it cannot
 * settle goes to the gateway's parser by one synchronous request.
 */
import { mentionsGuarded, rewriteJs, type JsOptions } from '../rewriter/text/index.ts';

/** Texts remembered after a request; pages build the same function again and again. */
const MAX_KEPT = 100;

/** A window around this one under another name, and that with a key (rewriter/js-aliases.ts): the gateway knows how far it counts. */
const OTHER_NAME = /(?<![\w$])([\w$]+)\s*=[^=;{}]{0,80}?(?:top|parent|opener)(?=\s*[,;)}|&?:\n])[^]{0,2000}?[^\w$.]\1\s*\[/;

export class ScriptText {
  readonly #ask: (text: string, kind: string) => string | undefined;
  readonly #kept = new Map<string, string>();

  constructor(ask: (text: string, kind: string) => string | undefined) {
    this.#ask = ask;
  }

  rewrite(text: string, options: JsOptions): string {
    if (!OTHER_NAME.test(text)) {
      if (!mentionsGuarded(text, options)) return text;
      const result = rewriteJs(text, options);
      if ('text' in result) return result.text;
    }
    const key = `${options.kind} ${text}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    // Unanswered, the text runs as it is: self-consistent, though it reads the gateway's address.
    const answer = this.#ask(text, options.kind) ?? text;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(key, answer);
    return answer;
  }
}
