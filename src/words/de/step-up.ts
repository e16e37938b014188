/** Deutsch: see en/step-up.ts. */
import type { words as english } from '../en/step-up.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  asks: {
    screen: '{name} möchte Ihren Bildschirm sehen',
    voice: '{name} möchte mit Ihnen sprechen',
    camera: '{name} möchte ein Videogespräch mit Ihnen',
  },
  on: {
    screen: 'Ihr Bildschirm wird {names} gezeigt',
    voice: 'Sie sprechen mit {names}',
    camera: 'Ihre Kamera wird {names} gezeigt',
  },
  no: 'Jetzt nicht',
  dock: {
    what: {
      screen: 'Das ist mehr als diese Seite, und dort wird nichts verborgen. Sie wählen, was Sie zeigen, und beenden es mit einem Klick.',
      voice: 'Dafür wird Ihr Mikrofon gebraucht. Sie beenden es mit einem Klick.',
      camera: 'Dafür wird Ihre Kamera gebraucht. Sie beenden es mit einem Klick.',
    },
    yes: 'Weiter',
    held: 'Ihr Browser hat das Fenster zurückgehalten. Erlauben Sie Pop-up-Fenster für diese Seite und klicken Sie noch einmal.',
    stop: { screen: 'Nicht mehr zeigen', voice: 'Auflegen', camera: 'Video beenden' },
  },
  window: {
    title: 'Mehr als die Seite zeigen',
    idle: 'Es wird nichts gezeigt. Sie können dieses Fenster schließen.',
    connecting: 'Verbindung wird aufgebaut…',
    lost: 'Verbindung verloren. Neuer Versuch…',
    ended: 'Die Sitzung ist beendet. Es wird nichts mehr gezeigt.',
    elsewhere: 'Dieses Fenster wurde noch einmal geöffnet. Von hier wird nichts gezeigt.',
    tell: {
      screen: {
        what: 'Zu sehen ist, was Sie gleich wählen: ein Tab, ein Fenster oder der ganze Bildschirm. Wählen Sie so wenig wie nötig.',
        more: 'Das ist mehr als die Seite von eben. Dort wird nichts verborgen: Schließen Sie zuerst, was privat ist.',
        stop: 'Man kann darauf zeigen und sonst nichts tun. Sie beenden es jederzeit, hier oder in der Leiste Ihres Browsers.',
      },
      voice: {
        what: 'Zu hören ist, was Ihr Mikrofon hört, und Sie hören die andere Seite.',
        more: 'Samepage zeichnet nichts davon auf.',
        stop: 'Sie können sich stumm schalten und jederzeit auflegen.',
      },
      camera: {
        what: 'Zu sehen ist, was Ihre Kamera sieht, und vielleicht sehen Sie auch die andere Seite.',
        more: 'Samepage zeichnet nichts davon auf.',
        stop: 'Sie können die Kamera ausschalten und es jederzeit beenden.',
      },
    },
    start: { screen: 'Auswählen, was ich zeige', voice: 'Sprechen', camera: 'Meine Kamera einschalten' },
    also: 'Auch {name} erlauben',
    keep: 'Lassen Sie dieses Fenster offen: Schließen beendet alles.',
    reaching: '{name} wird erreicht…',
    preview: 'Was Sie zeigen',
    own: 'Ihre Kamera',
    refused: 'Ihr Browser hat es nicht erlaubt, oder Sie haben nichts gewählt. Es wird nichts gezeigt.',
  },
  guest: {
    ask: { screen: 'Um den Bildschirm bitten', voice: 'Um ein Gespräch bitten', camera: 'Um Video bitten' },
    unmasked: 'Auf einem gezeigten Bildschirm ist nichts verborgen: Sie sehen alles, was gezeigt wird. Sie können zeigen, sonst nichts.',
    waiting: {
      screen: 'Der Kunde wird um den Bildschirm gebeten…',
      voice: 'Der Kunde wird um ein Gespräch gebeten…',
      camera: 'Der Kunde wird um Video gebeten…',
    },
    withdraw: 'Nicht mehr bitten',
    reaching: 'Der Kunde wird erreicht…',
    seeing: 'Bildschirm von {name}',
    pointing: 'Worauf Sie zeigen, sieht der Kunde.',
    leave: { screen: 'Nicht mehr ansehen', voice: 'Auflegen', camera: 'Video beenden' },
    why: {
      off: 'Das ist hier abgeschaltet.',
      'no-relay': 'Dafür fehlt ein Relais: In der Konfiguration steht kein TURN-Server (turn).',
      role: 'Ihre Rolle darf nicht darum bitten.',
      'not-now': 'Der Kunde ist nicht da oder macht Pause.',
      cannot: 'Das Gerät des Kunden kann das nicht. Telefone und Tablets können ihren Bildschirm nicht zeigen.',
      full: 'So viele, wie eine Leitung trägt, haben es schon.',
    },
    noDevice: 'Ihr Browser gab kein Mikrofon oder keine Kamera. Erlauben Sie es und versuchen Sie es noch einmal.',
    fit: 'Einpassen',
    actual: 'Volle Größe',
    fullscreen: 'Vollbild',
    refused: {
      NO_RIGHT: 'Darum kann jetzt nicht gebeten werden.',
      TOO_FAST: 'Sie haben oft gebeten. Bitte warten Sie einen Moment.',
    },
    declined: 'Der Kunde hat fürs Erste nein gesagt.',
    over: {
      screen: 'Der Bildschirm wird nicht mehr gezeigt.',
      voice: 'Das Gespräch ist beendet.',
      camera: 'Das Video ist beendet.',
    },
    ended: 'Die Sitzung ist beendet.',
    connecting: 'Verbindung wird aufgebaut…',
  },
  mute: 'Stumm schalten',
  unmute: 'Ton wieder an',
  cameraOff: 'Kamera aus',
  cameraOn: 'Kamera an',
  unnamed: { customer: 'Kunde', agent: 'Berater' },
  console: { open: 'Bildschirm und Sprache', close: 'Bildschirm und Sprache schließen' },
};
