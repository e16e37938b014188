/** The line drawings of the customer's pages. They stand beside words and are never the only sign of anything. */
import type { ComponentChildren } from 'preact';

function Mark({ children }: { children: ComponentChildren }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const EyeMark = () => (
  <Mark>
    <path d="M2.5 12s3.5-6.5 9.5-6.5S21.5 12 21.5 12s-3.5 6.5-9.5 6.5S2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="2.8" />
  </Mark>
);

export const HiddenMark = () => (
  <Mark>
    <path d="M4 4l16 16M9.9 5.8A9.6 9.6 0 0112 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 01-3 3.7M6.3 7.4A15.6 15.6 0 002.5 12S6 18.5 12 18.5a9.3 9.3 0 004.6-1.2" />
  </Mark>
);

export const PointerMark = () => (
  <Mark>
    <path d="M5 4l14.5 6.2-6 2.1-2.3 6.2z" />
    <path d="M13.5 13.5l5 5" />
  </Mark>
);

export const LockMark = () => (
  <Mark>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2" />
    <path d="M8 10.5V8a4 4 0 018 0v2.5M12 14.5v2" />
  </Mark>
);

export const GlobeMark = () => (
  <Mark>
    <circle cx="12" cy="12" r="9" />
    <path d="M3 12h18M12 3c2.6 2.5 3.8 5.5 3.8 9s-1.2 6.5-3.8 9c-2.6-2.5-3.8-5.5-3.8-9S9.4 5.5 12 3z" />
  </Mark>
);

export const CheckMark = () => (
  <Mark>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Mark>
);

export const LinkMark = () => (
  <Mark>
    <path d="M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.3l-1 1M14 10a4 4 0 00-5.7 0l-3 3A4 4 0 0011 18.7l1-1" />
  </Mark>
);

export const PauseMark = () => (
  <Mark>
    <path d="M8.5 6v12M15.5 6v12" stroke-width="2.6" />
  </Mark>
);

export const PlayMark = () => (
  <Mark>
    <path d="M8 5.5v13l10.5-6.5z" fill="currentColor" />
  </Mark>
);

export const StopMark = () => (
  <Mark>
    <rect x="6.5" y="6.5" width="11" height="11" rx="1.5" fill="currentColor" />
  </Mark>
);

export const FoldMark = () => (
  <Mark>
    <path d="M6 9.5l6 6 6-6" />
  </Mark>
);

export const CloseMark = () => (
  <Mark>
    <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
  </Mark>
);

export const StarMark = () => (
  <Mark>
    <path d="M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z" />
  </Mark>
);

export const GripMark = () => (
  <Mark>
    <path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01" stroke-width="2.6" />
  </Mark>
);

/** The page that both look at, with two pointers. */
export const BrandMark = () => (
  <svg viewBox="0 0 26 26" fill="none" aria-hidden="true">
    <rect x="1.5" y="3.5" width="23" height="19" rx="4.5" stroke="currentColor" stroke-width="2.4" />
    <path d="M7 8.2l5 5.1-2.3.2-1.4 1.9z" fill="currentColor" />
    <path d="M14.5 12l5 5.1-2.3.2-1.4 1.9z" fill="#d98a1f" />
  </svg>
);
