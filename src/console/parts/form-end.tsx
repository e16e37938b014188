/** How a form in the panel ends: what was wrong, the press that does it, and the one that gives it up. */

export interface FormEndProps {
  readonly fault: string;
  readonly does: string;
  readonly testId: string;
  readonly shut: string;
  readonly onShut: () => void;
}

export function FormEnd({ fault, does, testId, shut, onShut }: FormEndProps) {
  return (
    <>
      {fault && (
        <p class="notice fault" role="alert">
          {fault}
        </p>
      )}
      <div class="row tight">
        <button type="submit" class="button primary" data-testid={testId}>
          {does}
        </button>
        <button type="button" class="button quiet" onClick={onShut}>
          {shut}
        </button>
      </div>
    </>
  );
}
