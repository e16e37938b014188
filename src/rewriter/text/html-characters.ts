/** Characters that decide in markup. */

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

export function isXmlNameStart(code: number): boolean {
  return code === 95 || code === 58 || code >= 128;
}

export function isTagNameEnd(code: number): boolean {
  return code === 62 || code === 47 || code === 32 || code === 10 || code === 9 || code === 13 || code === 12;
}
