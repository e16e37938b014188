export const where = location.pathname;
