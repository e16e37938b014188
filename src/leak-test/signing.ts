/** The instance's key for reports: Ed25519, made at the first need and kept in the store. What is signed is the canonical JSON. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import type { LeakReport, SignedReport } from '../shared/leak-test.ts';
import type { Store } from '../store/index.ts';

const SECRET = 'leak-test-key';

export class ReportSigner {
  readonly #key: KeyObject;
  /** SPKI, PEM. */
  readonly publicKey: string;

  static async open(store: Pick<Store, 'secret' | 'keepSecret'>): Promise<ReportSigner> {
    const kept =
      (await store.secret(SECRET)) ??
      (await store.keepSecret(SECRET, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
    return new ReportSigner(createPrivateKey(kept));
  }

  private constructor(key: KeyObject) {
    this.#key = key;
    this.publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  }

  get id(): string {
    return keyId(createPublicKey(this.publicKey));
  }

  sign(report: LeakReport): SignedReport {
    return { report, signature: sign(null, Buffer.from(canonical(report)), this.#key).toString('base64'), key: this.id };
  }
}

/** Was exactly this report signed by the holder of that key? `publicKey`: PEM. */
export function isSignedBy(signed: unknown, publicKey: string): signed is SignedReport {
  if (typeof signed !== 'object' || signed === null || !('report' in signed) || !('signature' in signed)) return false;
  if (typeof signed.signature !== 'string') return false;
  const key = createPublicKey(publicKey);
  if (key.asymmetricKeyType !== 'ed25519') return false;
  return verify(null, Buffer.from(canonical(signed.report)), key, Buffer.from(signed.signature, 'base64'));
}

function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

/** JSON with the keys of every object in order: the same bytes whoever wrote the file down again. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
