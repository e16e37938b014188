/** What of an exchange both people are told (shared/notices.ts): a wall against robots, a document that did not come. */
import type { ErrorCode, GatewayError } from '../shared/error-codes.ts';
import type { AnswerNotice } from '../shared/notices.ts';
import type { Exchange } from './exchange.ts';

/** An error of the table -> what the people are told when it takes the place of the page. */
const failures: Partial<Record<ErrorCode, AnswerNotice>> = {
  TARGET_TLS: 'CERTIFICATE',
  TARGET_NOT_ALLOWED: 'NOT_ALLOWED',
  TARGET_UNRESOLVABLE: 'UNREACHABLE',
  TARGET_UNREACHABLE: 'UNREACHABLE',
  TARGET_TIMEOUT: 'UNREACHABLE',
  TARGET_PROTOCOL: 'UNREACHABLE',
};

/** A visitor asks for a document that fills the tab: what was said of the page before will soon be over. */
export function pageBegins({ visit, route }: Exchange): void {
  if (visit.visitor && visit.kind.topLevel) route.session.notices.begin();
}

/** An error page of ours takes the place of a document. */
export function documentFailed(exchange: Exchange, error: GatewayError): void {
  const { visit, route, res } = exchange;
  if (!visit.visitor || !visit.kind.document || res.closed) return;
  const notice = failures[error.code];
  if (notice) route.session.notices.tell(visit.kind.topLevel ? notice : 'FRAME_FAILED');
}
