/** A line to fill in, with its label above it. The id is also its hook for tests. */
export function Field(props: {
  id: string;
  label: string;
  value: string;
  set: (text: string) => void;
  password?: boolean;
  autoComplete?: string;
  placeholder?: string;
}) {
  const { id, label, value, set, password, autoComplete, placeholder } = props;
  const shared = {
    id,
    class: 'field',
    autoComplete: autoComplete ?? 'off',
    autoCapitalize: 'none',
    spellcheck: false,
    'data-testid': id,
    ...(placeholder === undefined ? {} : { placeholder }),
    value,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => set(event.currentTarget.value),
  } as const;
  return (
    <div class="stack">
      <label class="label" for={id}>
        {label}
      </label>
      {password ? <input type="password" {...shared} /> : <input {...shared} />}
    </div>
  );
}
