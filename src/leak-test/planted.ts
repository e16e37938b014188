/** What the test's pages say that they have planted: the host is not trusted here either, so its shape is checked and its size bounded. */
import { canaryOf, MAX_CANARIES, type Planted, type PlantedPlace } from '../shared/leak-test.ts';

/** Different places of one document: rules times kinds. */
const MAX_PLACES = 1000;
/** Documents of one tab. */
const MAX_DOCUMENTS = 50;
const MAX_WORD = 200;

export class PlantedBook {
  readonly #stem: string;
  readonly #places = new Map<string, PlantedPlace>();
  /** Rules that match something. */
  readonly matched = new Set<string>();
  #documents = 0;
  controlStands = false;

  constructor(stem: string) {
    this.#stem = stem;
  }

  /** False: it makes no sense, or is too much. */
  take(said: unknown): boolean {
    const planted = read(said);
    if (!planted || ++this.#documents > MAX_DOCUMENTS || this.#places.size + planted.at.length > MAX_CANARIES) return false;
    this.controlStands ||= planted.control;
    for (const rule of planted.matched) this.matched.add(rule);
    for (const [n, at] of planted.at.entries()) {
      const place = planted.places[at];
      if (place) this.#places.set(canaryOf(this.#stem, planted.salt, n), place);
    }
    return true;
  }

  get canaries(): readonly string[] {
    return [...this.#places.keys()];
  }

  placeOf(canary: string): PlantedPlace | undefined {
    return this.#places.get(canary);
  }

  /** Every canary with its place. */
  all(): readonly PlantedPlace[] {
    return [...this.#places.values()];
  }
}

function read(said: unknown): Planted | undefined {
  if (!isRecord(said)) return undefined;
  const { salt, places, at, matched, control } = said;
  if (typeof salt !== 'string' || !/^[a-z2-7]{2}$/.test(salt) || typeof control !== 'boolean') return undefined;
  if (!Array.isArray(places) || places.length > MAX_PLACES || !Array.isArray(at) || at.length > MAX_CANARIES) return undefined;
  const stands = places.map((place: unknown) => readPlace(place));
  if (stands.includes(undefined) || !at.every((one) => Number.isSafeInteger(one) && one >= 0 && one < stands.length)) return undefined;
  if (!Array.isArray(matched) || matched.length > MAX_PLACES || !matched.every(isWord)) return undefined;
  return { salt, places: stands as PlantedPlace[], at: at as number[], matched, control }; // every one was looked at
}

function readPlace(place: unknown): PlantedPlace | undefined {
  if (!isRecord(place)) return undefined;
  const { rule, kind, lifted } = place;
  if (!isWord(rule) || !isWord(kind) || (lifted !== null && !isWord(lifted))) return undefined;
  return { rule, kind, lifted };
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_WORD;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
