/**
 * The consent page's first script, before its sheets, words and view: what is being asked is on its way while those still are.
 * The page's view takes the answer over.
 */
import { ask } from './ask.ts';
import { takeToken, type Invitation, type Opening } from './invitation.ts';

// A browser that keeps no cookies would use the link up, and could not come in: the page says so, and the link stays as it is.
const token = navigator.cookieEnabled ? takeToken() : '';
const opening: Opening = { token, answer: token ? ask<Invitation>('POST', '/consent/open', { token }) : undefined };
Object.assign(window, { samepageOpening: opening });
