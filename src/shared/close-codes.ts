/** Why a socket was closed by us. The last three digits mirror the HTTP status that would say the same. */
export const closeCodes = {
  badMessage: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  notFound: 4404,
  timeout: 4408,
  replaced: 4409,
  ended: 4410,
  tooLarge: 4413,
  protocolVersion: 4426,
  tooMany: 4429,
  restarting: 4503,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];
