/** The findings of one look: each kind once, with the hosts that it was seen at. */
import { findings, type Finding, type FindingCode, type SeenIn, type SiteVerdict, type Weight } from '../../shared/site-check.ts';

/** Hosts that one finding names. */
const HOSTS_MAX = 8;

const order: readonly Weight[] = ['stops', 'warns', 'notes', 'fine'];

export class FindingList {
  readonly #found = new Map<FindingCode, Finding>();

  add(code: FindingCode, { seen, count = 0, hosts = [] }: { seen?: SeenIn; count?: number; hosts?: readonly string[] } = {}): void {
    const [weight, usual] = findings[code];
    const known = this.#found.get(code);
    const all = [...new Set([...(known?.hosts ?? []), ...hosts])].slice(0, HOSTS_MAX);
    this.#found.set(code, { code, weight, seen: known?.seen ?? seen ?? usual, count: Math.max(count, known?.count ?? 0), hosts: all });
  }

  /** Heaviest first. */
  list(): Finding[] {
    return [...this.#found.values()].sort((one, other) => order.indexOf(one.weight) - order.indexOf(other.weight));
  }

  verdict(): SiteVerdict {
    const heaviest = this.list()[0]?.weight;
    return heaviest === 'stops' ? 'fails' : heaviest === 'warns' ? 'notes' : 'works';
  }
}
