export const word = 'kettle';
export const where = import.meta.url;
