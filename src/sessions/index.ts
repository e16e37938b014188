/** Face of the sessions: who is in which room, and who may send what to whom. */
export { SessionDirectory, type CreatedSession, type DirectoryDeps } from './directory.ts';
export type { ConsoleWho } from './console-desk.ts';
export { createSocketDoor, type SocketDoor } from './socket-door.ts';
export { Picks } from './picks.ts';
export { NOTES_MAX } from './notes.ts';
export { withoutTokens } from './plain-address.ts';
export { BODY_RATE, hasBody, UPLOAD_RATE, watchPace } from './body-pace.ts';
export { Room } from './room.ts';
export type { RoomEvent, RoomListener } from './listener.ts';
export type { Connection } from './connection.ts';
export type { Session, SessionAbout, SessionGate, SessionTest, Visitor } from './session.ts';
export { createJar, type JarContext, type SameSiteContext, type TargetJar } from './cookie-jar.ts';
export type { Asset, AssetStore } from './asset-store.ts';
