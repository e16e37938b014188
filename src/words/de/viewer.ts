/** Deutsch: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: 'Verbindung wird hergestellt…',
  blank: {
    waiting: 'Warten, bis der Kunde auf „Starten“ drückt.',
    paused: 'Der Kunde hat die Freigabe pausiert. Die Seite wird wieder angezeigt, sobald er fortfährt.',
    dock: 'Die Seite wird nicht angezeigt, weil die Samepage-Leiste des Kunden nicht darauf zu sehen ist.',
    'host-away': 'Der Browser des Kunden ist nicht verbunden. Warten, bis die Verbindung wieder besteht.',
    loading: 'Die Seite des Kunden wird geladen…',
    hidden: 'Der Kunde sieht gerade etwas anderes. Die Seite erscheint wieder, wenn er zu diesem Tab zurückkehrt.',
    idle: 'Diese Seite hat eine Weile niemand berührt. Sie erscheint wieder, wenn der Kunde sie benutzt.',
    frozen: 'Der Browser des Kunden hat diesen Tab schlafen gelegt. Er erscheint wieder, wenn der Kunde zurückkehrt.',
    gone: 'Dieser Tab ist geschlossen oder hat keine Verbindung mehr.',
    ended: 'Diese Sitzung ist beendet.',
  },
  preview: {
    title: 'Was Ihr Berater sieht',
    lead: 'Dieses Bild erhalten die Berater. Was für sie verborgen ist, ist nicht darin enthalten.',
    close: 'Schließen',
    again: 'Öffnen Sie diese Ansicht erneut über die Leiste auf der Seite.',
    blank: {
      waiting: 'Noch sieht niemand etwas.',
      paused: 'Die Freigabe ist pausiert. Niemand sieht diese Seite.',
      dock: 'Niemand sieht diese Seite, weil die Samepage-Leiste nicht darauf ist.',
      'host-away': 'Niemand sieht diese Seite: Sie ist nicht verbunden.',
      loading: 'Die Seite wird geladen…',
      hidden: 'Niemand sieht diese Seite, solange sie hinter einer anderen liegt.',
      idle: 'Niemand sieht diese Seite: Sie wurde eine Weile nicht berührt.',
      frozen: 'Niemand sieht diese Seite: Ihr Browser hat sie schlafen gelegt.',
      gone: 'Niemand sieht diese Seite: Sie ist geschlossen oder hat keine Verbindung mehr.',
      ended: 'Die Sitzung ist beendet. Niemand sieht diese Seite.',
    },
  },
  refused: {
    BLOCKED: 'Das kann nur der Kunde tun.',
    MASKED: 'Dies wird vom Unternehmen verborgen.',
    NO_RIGHT: 'Der Kunde hat dies nicht erlaubt.',
    PAUSED: 'Die Freigabe ist pausiert.',
    NOT_ALLOWED: 'Diese Adresse darf nicht geöffnet werden.',
    NOT_POSSIBLE: 'Das ist von hier aus nicht möglich. Bitte wenden Sie sich an den Kunden.',
    TOO_FAST: 'Zu schnell. Bitte versuchen Sie es erneut.',
    HIDDEN: 'Der Kunde sieht gerade etwas anderes.',
    DECLINED: 'Der Kunde hat es nicht geöffnet.',
    TABS_FULL: 'Diese Sitzung hat so viele Tabs, wie sie haben darf.',
  },
  alone: 'Wenn Sie beide Seiten selbst ausprobieren, geben Sie der Seite des Kunden ein eigenes Fenster neben diesem.',
  keyboard: 'Die Tastatur des Kunden ist offen',
  unnamed: { customer: 'Kunde', agent: 'Berater' },
};
