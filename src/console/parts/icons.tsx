/** The console's line drawings. Each stands in a button that also has words, or a name for screen readers. */
import { logo } from '../../words/brand.ts';
import type { ComponentChildren } from 'preact';

function Icon({ children, flips = false }: { children: ComponentChildren; flips?: boolean }) {
  return (
    <svg
      class={flips ? 'icon flips' : 'icon'}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const BackIcon = () => (
  <Icon flips>
    <path d="M19 12H5M11 6l-6 6 6 6" />
  </Icon>
);

export const ForwardIcon = () => (
  <Icon flips>
    <path d="M5 12h14M13 6l6 6-6 6" />
  </Icon>
);

export const ReloadIcon = () => (
  <Icon>
    <path d="M20 12a8 8 0 11-2.5-5.8M20 3.5V8h-4.5" />
  </Icon>
);

export const HomeIcon = () => (
  <Icon>
    <path d="M15 6l-6 6 6 6" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M15 9V6a2 2 0 00-2-2H6a2 2 0 00-2 2v7a2 2 0 002 2h3" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="8.5" r="3.5" />
    <path d="M2.5 19.5c.6-3.5 3.2-5.5 6.5-5.5s5.9 2 6.5 5.5M16 5.3a3.5 3.5 0 010 6.4M18 14.3c2 .8 3.2 2.7 3.5 5.2" />
  </Icon>
);

export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

export const PenIcon = () => (
  <Icon>
    <path d="M5 19l1-4.2L15.6 5.2a2 2 0 012.8 0l.4.4a2 2 0 010 2.8L9.2 18zM13.8 7l3.2 3.2" />
  </Icon>
);

export const NewTabIcon = () => (
  <Icon>
    <rect x="3.5" y="5" width="17" height="14.5" rx="2.5" />
    <path d="M12 9v7M8.5 12.5h7" />
  </Icon>
);

export const FollowIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="3.2" />
    <path d="M12 3v3.5M12 17.5V21M3 12h3.5M17.5 12H21" />
  </Icon>
);

export const PinIcon = () => (
  <Icon>
    <path d="M9 4h6l-1 6 3 3.5H7L10 10zM12 13.5V20" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
  </Icon>
);

export const OurMark = () => (
  <svg viewBox="0 0 26 26" fill="none" aria-hidden="true">
    <rect x="1.5" y="3.5" width="23" height="19" rx="4.5" stroke="currentColor" stroke-width="2.4" />
    <path d="M7 8.2l5 5.1-2.3.2-1.4 1.9z" fill="currentColor" />
    <path d="M14.5 12l5 5.1-2.3.2-1.4 1.9z" fill="#d98a1f" />
  </svg>
);

/** The company's logo, or our mark. Its name stands beside it. */
export const BrandIcon = () => (logo === undefined ? <OurMark /> : <img class="logo" src={logo} alt="" data-testid="logo" />);
