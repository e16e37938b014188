/** From whom a rule hides: everybody, or some of the roles that may look. */
import type { GuestRole } from '../../shared/policy.ts';
import { strings } from '../strings.ts';

export const GUEST_ROLES = ['agent', 'senior', 'supervisor', 'observer'] as const satisfies readonly GuestRole[];

/** None chosen would be a rule that hides nothing: the last one stays. */
export function HiddenFrom({ id, value, set }: { id: string; value: readonly GuestRole[]; set: (roles: readonly GuestRole[]) => void }) {
  return (
    <fieldset class="plain" data-testid={id}>
      <legend class="label">{strings.pick.from}</legend>
      {GUEST_ROLES.map((role) => (
        <label class="check" key={role}>
          <input
            type="checkbox"
            checked={value.includes(role)}
            disabled={value.length === 1 && value.includes(role)}
            onChange={(event) => {
              const chosen = event.currentTarget.checked;
              set(GUEST_ROLES.filter((each) => (each === role ? chosen : value.includes(each))));
            }}
          />
          {strings.roles[role]}
        </label>
      ))}
      {value.length < GUEST_ROLES.length && <p class="soft small">{strings.pick.fromSome}</p>}
    </fieldset>
  );
}

/** As a rule says it: everybody is nobody in particular. */
export function rolesOf(value: readonly GuestRole[]): { from?: readonly GuestRole[] } {
  return value.length === GUEST_ROLES.length ? {} : { from: value };
}
