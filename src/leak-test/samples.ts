/** Texts that a pattern with a checksum must find, made by chance: nobody's card and nobody's account. */
import { randomInt } from 'node:crypto';
import { isCardNumber, isIban } from '../shared/masked-content.ts';
import type { Policy, TextPattern } from '../shared/policy.ts';

/** Undefined: from a pattern alone no text can be made that it surely finds. */
export function sampleFor({ check, pattern }: TextPattern): string | undefined {
  if (check === undefined) return undefined;
  const text = check === 'luhn' ? cardNumber() : iban();
  return new RegExp(pattern, 'i').test(text) ? text : undefined;
}

export function samplesOf(policy: Policy): { readonly rule: string; readonly text: string }[] {
  return policy.patterns.flatMap((pattern) => {
    const text = sampleFor(pattern);
    return text === undefined ? [] : [{ rule: pattern.id, text }];
  });
}

function cardNumber(): string {
  const body = `4${digits(14)}`;
  return Array.from({ length: 10 }, (_, check) => `${body}${check}`).find(isCardNumber) ?? cardNumber();
}

function iban(): string {
  const account = digits(18);
  for (let check = 2; check < 99; check++) {
    const text = `DE${String(check).padStart(2, '0')}${account}`;
    if (isIban(text)) return text;
  }
  return iban();
}

function digits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}
