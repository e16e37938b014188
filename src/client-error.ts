/** The answer to bytes that are no request, in the words of HTTP itself: there is no request that any door could take. */

/**
 * 408 to a connection on which nothing came for long, not 400: browsers open connections ahead of need, may send their request
 * at the very moment of this answer, and only 408 makes them send it again on a new one (RFC 9110, 15.5.9).
 */
const answers: Readonly<Record<string, readonly [status: string, code: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'HEADERS_TOO_LARGE'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'BAD_REQUEST'],
};

export function answerToClientError(fault: string | undefined): string {
  const [status, code] = (Object.hasOwn(answers, fault ?? '') ? answers[fault ?? ''] : undefined) ?? ['400 Bad Request', 'BAD_REQUEST'];
  return `HTTP/1.1 ${status}\r\nsamepage-error: ${code}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
}
