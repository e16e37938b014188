/** Users and keys of the company, as the page of them shows and changes them. */
import { signal } from '@preact/signals';
import type { StaffRole } from '../shared/staff.ts';
import { request, takenBy } from './request.ts';

export interface User {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly signsIn: 'password' | 'provider' | 'not yet';
  readonly disabled: boolean;
}

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly usedAt: string | null;
}

/** Shown once, to be handed over. */
export interface Handed {
  readonly name: string;
  readonly text: string;
}

export const users = signal<readonly User[] | undefined>(undefined);
export const keys = signal<readonly Key[] | undefined>(undefined);
export const fault = signal('');
const took = takenBy(fault);
export const welcome = signal<Handed | undefined>(undefined);
export const newKey = signal<Handed | undefined>(undefined);

export async function load(): Promise<void> {
  welcome.value = undefined;
  newKey.value = undefined;
  fault.value = '';
  const [people, programs] = await Promise.all([request<User[]>('GET', '/users'), request<Key[]>('GET', '/keys')]);
  if (took(people)) users.value = people.value;
  if (took(programs)) keys.value = programs.value;
}

/** False: it did not work, and the page says why. */
export async function addUser(login: string, name: string, role: StaffRole): Promise<boolean> {
  const answer = await request<{ user: User; link: string }>('POST', '/users', { login, name, role });
  if (!took(answer)) return false;
  users.value = [...(users.value ?? []), answer.value.user];
  welcome.value = { name: answer.value.user.name, text: answer.value.link };
  return true;
}

export async function changeUser(user: User, change: { role?: StaffRole; disabled?: boolean }): Promise<void> {
  const answer = await request<User>('PATCH', `/users/${user.id}`, change);
  if (took(answer)) replace(answer.value);
  // What was chosen on the page and refused must not go on standing there.
  else users.value = [...(users.value ?? [])];
}

export async function newLink(user: User): Promise<void> {
  const answer = await request<{ link: string }>('POST', `/users/${user.id}/link`);
  if (!took(answer)) return;
  replace({ ...user, signsIn: 'not yet' });
  welcome.value = { name: user.name, text: answer.value.link };
}

export async function addKey(name: string, role: StaffRole): Promise<boolean> {
  const answer = await request<Key & { key: string }>('POST', '/keys', { name, role });
  if (!took(answer)) return false;
  const { key, ...row } = answer.value;
  keys.value = [...(keys.value ?? []), row];
  newKey.value = { name: row.name, text: key };
  return true;
}

export async function dropKey(key: Key): Promise<void> {
  if (took(await request('DELETE', `/keys/${key.id}`))) keys.value = (keys.value ?? []).filter(({ id }) => id !== key.id);
}

function replace(user: User): void {
  users.value = (users.value ?? []).map((row) => (row.id === user.id ? user : row));
}
