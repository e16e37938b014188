/** Files that went to the customer's own disk: of which kind and size, and how they are called where no rule hides it. */
import type { Download } from '../../shared/downloads.ts';
import { language } from '../../words/page.ts';
import { forgetDownload, joined, openId } from '../open-sessions.ts';
import { strings } from '../strings.ts';
import { CloseIcon } from './icons.tsx';

/** Names that people know, in every language. */
const KINDS: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/zip': 'ZIP',
  'text/csv': 'CSV',
  'text/plain': 'TXT',
  'application/json': 'JSON',
  'text/calendar': 'ICS',
  'application/msword': 'DOC',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
};

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[step];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    bytes / 1000 ** step,
  );
}

function describe({ mime, bytes, name }: Download): string {
  const parts = [KINDS[mime] ?? strings.downloads.otherKind, ...(bytes === null ? [] : [sizeOf(bytes)]), ...(name === null ? [] : [name])];
  return parts.join(' · ');
}

export function Downloads() {
  return (
    // There before anything is said in it, so that a screen reader hears what comes.
    <div class="notices" role="status" data-testid="downloads">
      {(joined.value?.downloads ?? []).map((download) => (
        <div key={download.id} class="notice-line plain" data-testid="download">
          <p>
            {strings.downloads.saved} <bdi>{describe(download)}</bdi>
          </p>
          <button
            type="button"
            class="press"
            title={strings.dismiss}
            aria-label={strings.dismiss}
            onClick={() => forgetDownload(openId.value ?? '', download.id)}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
