/** Face of the API: REST, console and customer's pages as request handlers. */
export { createApi, type Api } from './api.ts';
export type { ApiDeps, ConsoleDoor, TargetDoor } from './deps.ts';
