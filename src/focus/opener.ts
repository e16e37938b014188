/** The press that opens something comes back in its place when it closes: then it has the focus again. */
import { useEffect, useRef } from 'preact/hooks';

export function useOpener(isOpen: boolean) {
  const opener = useRef<HTMLButtonElement>(null);
  const was = useRef(isOpen);
  useEffect(() => {
    if (was.current && !isOpen) opener.current?.focus();
    was.current = isOpen;
  }, [isOpen]);
  return opener;
}
